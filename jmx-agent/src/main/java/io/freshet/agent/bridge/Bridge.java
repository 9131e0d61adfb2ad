package io.freshet.agent.bridge;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one static place of the agent: woven code calls it, the agent listens behind it.
 *
 * <p>Nothing is thrown back into the host.
 */
public final class Bridge {
    private static final AtomicReference<@Nullable Receiver> RECEIVER = new AtomicReference<>();
    private static final WeakReference<@Nullable Object> NOTHING = new WeakReference<>(null);

    private static volatile WeakReference<@Nullable Object> lastYammerRegistry = NOTHING;

    private Bridge() {}

    /** Connects the agent; false when another agent is connected in this JVM. */
    public static boolean connect(Receiver receiver) {
        return RECEIVER.compareAndSet(null, receiver);
    }

    public static void disconnect(Receiver receiver) {
        RECEIVER.compareAndSet(receiver, null);
        lastYammerRegistry = NOTHING;
    }

    public static void kafkaRegistryCreated(Object registry, @Nullable Object context) {
        Receiver receiver = RECEIVER.get();
        if (receiver != null) {
            receiver.kafkaRegistryCreated(registry, context);
        }
    }

    public static void kafkaMetricRegistered(Object registry, Object metric) {
        Receiver receiver = RECEIVER.get();
        if (receiver != null) {
            receiver.kafkaMetricRegistered(registry, metric);
        }
    }

    public static void kafkaMetricRemoved(Object registry, Object name) {
        Receiver receiver = RECEIVER.get();
        if (receiver != null) {
            receiver.kafkaMetricRemoved(registry, name);
        }
    }

    public static void kafkaRegistryClosed(Object registry) {
        Receiver receiver = RECEIVER.get();
        if (receiver != null) {
            receiver.kafkaRegistryClosed(registry);
        }
    }

    public static void yammerRegistrySeen(Object registry) {
        // Kafka asks for its registry at each metric: pass it on once.
        if (lastYammerRegistry.get() == registry) {
            return;
        }
        Receiver receiver = RECEIVER.get();
        if (receiver != null) {
            lastYammerRegistry = new WeakReference<>(registry);
            receiver.yammerRegistrySeen(registry);
        }
    }

    /** Where exceptions of woven code end. */
    public static void failed(Throwable failure) {
        try {
            Receiver receiver = RECEIVER.get();
            if (receiver != null) {
                receiver.failed(failure);
            }
        } catch (Throwable ignored) {
            // Nowhere left to report it, and the host must not notice.
        }
    }
}

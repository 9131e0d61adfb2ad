package io.freshet.agent.bridge;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one static place of the agent: woven code calls it, the agent listens behind it.
 *
 * <p>Nothing is thrown back into the host: what a receiver throws ends in {@link #failed}.
 */
public final class Bridge {
    private static final AtomicReference<@Nullable Connection> CONNECTION = new AtomicReference<>();
    private static final WeakReference<@Nullable Object> NOTHING = new WeakReference<>(null);

    private static volatile WeakReference<@Nullable Object> lastYammerRegistry = NOTHING;
    private static volatile WeakReference<@Nullable Object> lastCoordinator = NOTHING;

    private Bridge() {}

    /** Connects an agent; false when another agent is connected in this JVM. */
    public static boolean connect(
            Receiver receiver,
            LogReceiver logs,
            BrokerReceiver broker,
            ConsumerReceiver consumers,
            AutoCloseable agent) {
        return CONNECTION.compareAndSet(null, new Connection(receiver, logs, broker, consumers, agent));
    }

    public static void disconnect(Receiver receiver) {
        Connection connection = CONNECTION.get();
        if (connection != null && connection.receiver == receiver) {
            CONNECTION.compareAndSet(connection, null);
            lastYammerRegistry = NOTHING;
            lastCoordinator = NOTHING;
        }
    }

    /** Stops the agent that is connected; false when there is none. */
    public static boolean stop() throws Exception {
        Connection connection = CONNECTION.get();
        if (connection == null) {
            return false;
        }
        connection.agent.close();
        return true;
    }

    public static void kafkaRegistryCreated(Object registry, @Nullable Object context) {
        try {
            Receiver receiver = receiver();
            if (receiver != null) {
                receiver.kafkaRegistryCreated(registry, context);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void kafkaRegistryCounted(Object registry) {
        try {
            Receiver receiver = receiver();
            if (receiver != null) {
                receiver.kafkaRegistryCounted(registry);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void kafkaMetricRegistered(Object registry, Object metric) {
        kafkaMetricRegistered(registry, metric, null);
    }

    /** Where another metric had the name before, that one stays. */
    public static void kafkaMetricRegistered(Object registry, Object metric, @Nullable Object before) {
        try {
            Receiver receiver = receiver();
            if (receiver != null && before == null) {
                receiver.kafkaMetricRegistered(registry, metric);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void kafkaMetricRemoved(Object registry, Object name) {
        try {
            Receiver receiver = receiver();
            if (receiver != null) {
                receiver.kafkaMetricRemoved(registry, name);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void kafkaRegistryClosed(Object registry) {
        try {
            Receiver receiver = receiver();
            if (receiver != null) {
                receiver.kafkaRegistryClosed(registry);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void yammerRegistrySeen(Object registry) {
        // Kafka asks for its registry at each metric: pass it on once.
        if (lastYammerRegistry.get() == registry) {
            return;
        }
        try {
            Receiver receiver = receiver();
            if (receiver != null) {
                lastYammerRegistry = new WeakReference<>(registry);
                receiver.yammerRegistrySeen(registry);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A logger hands an event to its appenders; its level is called as it prints itself. */
    public static void logged(Object logger, String name, Object level) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.logs.logged(logger, name, level.toString());
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A logger is there, whatever it logs. */
    public static void loggerSeen(Object logger) {
        Connection connection = CONNECTION.get();
        if (connection != null) {
            connection.logs.seen(logger);
        }
    }

    public static void replicasSeen(Object replicas) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.broker.replicasSeen(replicas);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void replicasGone(Object replicas) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.broker.replicasGone(replicas);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void coordinatorSeen(Object coordinator) {
        // It works for each request of a group: pass it on once.
        if (lastCoordinator.get() == coordinator) {
            return;
        }
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                lastCoordinator = new WeakReference<>(coordinator);
                connection.broker.coordinatorSeen(coordinator);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A poll has ended, of a consumer of which all commits come under one object. */
    public static void polled(
            Object consumer, Object clientId, Object state, Object group, Object commits, Object records) {
        polled(consumer, clientId, state, group, commits, null, records);
    }

    /** A poll has ended: see {@link ConsumerReceiver#polled}. */
    public static void polled(
            Object consumer,
            Object clientId,
            Object state,
            Object group,
            Object commits,
            @Nullable Object otherCommits,
            Object records) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.consumers.polled(consumer, (String) clientId, state, group, commits, otherCommits, records);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A commit has succeeded, of offsets by their partitions. */
    public static void committed(Object commits, Object offsets) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.consumers.committed(commits, (Map<?, ?>) offsets);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A producer has sent offsets with its transaction. */
    public static void committedByProducer(Object group, Object offsets) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.consumers.committedByProducer(group, (Map<?, ?>) offsets);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A consumer closes, or gives back all its partitions. */
    public static void consumerLeft(Object consumer) {
        try {
            Connection connection = CONNECTION.get();
            if (connection != null) {
                connection.consumers.left(consumer);
            }
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** Where exceptions of woven code end. */
    public static void failed(Throwable failure) {
        try {
            Receiver receiver = receiver();
            if (receiver != null) {
                receiver.failed(failure);
            }
        } catch (Throwable ignored) {
            // Nowhere left to report it, and the host must not notice.
        }
    }

    private static @Nullable Receiver receiver() {
        Connection connection = CONNECTION.get();
        return connection == null ? null : connection.receiver;
    }

    private static final class Connection {
        private final Receiver receiver;
        private final LogReceiver logs;
        private final BrokerReceiver broker;
        private final ConsumerReceiver consumers;
        private final AutoCloseable agent;

        Connection(
                Receiver receiver,
                LogReceiver logs,
                BrokerReceiver broker,
                ConsumerReceiver consumers,
                AutoCloseable agent) {
            this.receiver = receiver;
            this.logs = logs;
            this.broker = broker;
            this.consumers = consumers;
            this.agent = agent;
        }
    }
}

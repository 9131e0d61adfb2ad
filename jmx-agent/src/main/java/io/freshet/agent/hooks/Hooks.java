package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks into the host's classes as they are loaded, and takes them out again.
 *
 * <p>A host loads thousands of classes and a few of them are hooked, so all that the others cost is a look at
 * their name.
 */
public final class Hooks implements AutoCloseable {
    private static final Hook KAFKA = new KafkaMetricsHook();
    private static final List<Hook> REGISTRIES = List.of(KAFKA, new YammerRegistryHook(), new KafkaYammerMetricsHook());
    private static final List<Hook> CONSUMERS = List.of(
            ConsumerHook.classic(),
            ConsumerHook.async(),
            ConsumerHook.legacy(),
            ConsumerHook.whole(),
            CommitHook.interceptors(),
            CommitHook.invoker(),
            new TransactionHook());

    private static final List<Hook> LOGS =
            List.of(Log4j2Hook.plain(), Log4j2Hook.async(), new LogbackHook(), new Reload4jHook());

    private static final List<Hook> BROKER =
            List.of(new ReplicaManagerHook(), GroupCoordinatorHook.ofState(), GroupCoordinatorHook.ofOlder());

    private final Map<String, Hook> byInternalName = new HashMap<>();
    private final HookReport report;
    private final ClassFileTransformer transformer = new Transformer();
    private final Instrumentation instrumentation;
    private final LongAdder classes = new LongAdder();
    private boolean late;

    private Hooks(Instrumentation instrumentation, List<Hook> chosen) {
        this.instrumentation = instrumentation;
        this.report = new HookReport(chosen);
        for (Hook hook : chosen) {
            byInternalName.put(hook.className().replace('.', '/'), hook);
        }
    }

    /**
     * Hooks what is loaded from now on, and what is loaded already: Kafka's registries and consumers, the logs, and the
     * parts of a broker that know how far groups have come.
     */
    public static Hooks install(Instrumentation instrumentation, boolean kafka, boolean logs, boolean broker) {
        List<Hook> chosen = new ArrayList<>();
        if (kafka) {
            chosen.addAll(REGISTRIES);
            chosen.addAll(CONSUMERS);
        }
        if (logs) {
            chosen.addAll(LOGS);
        }
        if (broker) {
            chosen.addAll(BROKER);
        }
        Hooks hooks = new Hooks(instrumentation, chosen);
        instrumentation.addTransformer(hooks.transformer, true);
        List<Class<?>> loaded = hooks.retransformLoaded();
        hooks.late = hooks.isLoaded(KAFKA);
        if (hooks.late) {
            // Not in a process that only begins: a logging framework would be set up by the question.
            loaded.forEach(hooks::meet);
        }
        return hooks;
    }

    /** Whether Kafka was loaded before, so that the hooks may have missed registries. */
    public boolean isLate() {
        return late;
    }

    /** Whether Kafka was loaded before and could not be hooked. */
    public boolean isLateAndMissing() {
        return late && !report.isApplied(KAFKA);
    }

    /** How many classes the host has loaded since the hooks are there. */
    public long classesLoaded() {
        return classes.sum();
    }

    public HookReport report() {
        return report;
    }

    @Override
    public void close() {
        instrumentation.removeTransformer(transformer);
        retransformLoaded();
    }

    private void meet(Class<?> loaded) {
        Hook hook = byInternalName.get(internalName(loaded));
        if (hook != null) {
            try {
                hook.met(loaded);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                Bridge.failed(new IllegalStateException(hook.className() + " does not show what it has built", e));
            }
        }
    }

    private List<Class<?>> retransformLoaded() {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (byInternalName.containsKey(internalName(type))) {
                loaded.add(type);
            }
        }
        try {
            if (!loaded.isEmpty()) {
                instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
            }
        } catch (UnmodifiableClassException | LinkageError e) {
            Bridge.failed(e);
        }
        return loaded;
    }

    private boolean isLoaded(Hook hook) {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(hook.className())) {
                return true;
            }
        }
        return false;
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private final class Transformer implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> loaded,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            classes.increment();
            Hook hook = className == null ? null : byInternalName.get(className);
            if (hook == null) {
                return null;
            }
            try {
                byte[] woven = Weaver.weave(hook, bytes);
                if (woven != null) {
                    report.applied(hook);
                }
                return woven;
            } catch (Throwable failure) {
                // The class stays as it is.
                Bridge.failed(new IllegalStateException(hook.className() + " could not be hooked", failure));
                return null;
            }
        }
    }
}

package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks into the host's classes as they are loaded, and takes them out again.
 *
 * <p>A host loads thousands of classes and two or three of them are hooked, so all that the others cost is a look at
 * their name. Byte Buddy, which takes a while to load, is loaded when the first of them comes.
 */
public final class Hooks implements AutoCloseable {
    private static final List<Hook> ALL =
            List.of(new KafkaMetricsHook(), new YammerRegistryHook(), new KafkaYammerMetricsHook());

    private final Map<String, Hook> byInternalName = new HashMap<>();
    private final HookReport report = new HookReport(ALL);
    private final ClassFileTransformer transformer = new Transformer();
    private final Instrumentation instrumentation;
    private @Nullable Weaver weaver;
    private boolean late;

    private Hooks(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        for (Hook hook : ALL) {
            byInternalName.put(hook.className().replace('.', '/'), hook);
        }
    }

    /** Hooks what is loaded from now on, and what is loaded already. */
    public static Hooks install(Instrumentation instrumentation) {
        Hooks hooks = new Hooks(instrumentation);
        instrumentation.addTransformer(hooks.transformer, true);
        List<Class<?>> loaded = hooks.retransformLoaded();
        loaded.forEach(hooks::meet);
        hooks.late = !loaded.isEmpty();
        return hooks;
    }

    /** Whether classes were loaded before, so that the hooks may have missed something. */
    public boolean isLate() {
        return late;
    }

    public HookReport report() {
        return report;
    }

    /**
     * Weaves once for practice where Kafka is on the class path, so that Byte Buddy is loaded while the host does other
     * things and not when the host waits for its first registry.
     */
    public void prepare() {
        Hook hook = ALL.get(0);
        String file = hook.className().replace('.', '/') + ".class";
        try (InputStream content = ClassLoader.getSystemResourceAsStream(file)) {
            if (content != null) {
                weaver().weave(hook, ClassLoader.getSystemClassLoader(), content.readAllBytes());
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // It will be said when it counts.
        }
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

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private synchronized Weaver weaver() {
        Weaver known = weaver;
        if (known == null) {
            known = new Weaver();
            weaver = known;
        }
        return known;
    }

    private final class Transformer implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> loaded,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            Hook hook = className == null ? null : byInternalName.get(className);
            if (hook == null) {
                return null;
            }
            try {
                byte[] woven = weaver().weave(hook, loader, bytes);
                report.applied(hook);
                return woven;
            } catch (Throwable failure) {
                // The class stays as it is.
                Bridge.failed(new IllegalStateException(hook.className() + " could not be hooked", failure));
                return null;
            }
        }
    }
}

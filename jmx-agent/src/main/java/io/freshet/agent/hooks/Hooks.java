package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/** Puts the hooks into the host's classes as they are loaded, and takes them out again. */
public final class Hooks implements AutoCloseable {
    private static final List<Hook> ALL =
            List.of(KafkaMetricsHook.hook(), YammerRegistryHook.created(), YammerRegistryHook.used());

    private final HookReport report = new HookReport(ALL);
    private final Instrumentation instrumentation;
    private final ResettableClassFileTransformer transformer;

    private Hooks(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        this.transformer = install();
    }

    public static Hooks install(Instrumentation instrumentation) {
        return new Hooks(instrumentation);
    }

    public HookReport report() {
        return report;
    }

    @Override
    public void close() {
        transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }

    private ResettableClassFileTransformer install() {
        AgentBuilder builder = new AgentBuilder.Default(new ByteBuddy().with(TypeValidation.DISABLED))
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(AgentBuilder.TypeStrategy.Default.DECORATE)
                .with(AgentBuilder.DescriptionStrategy.Default.POOL_ONLY)
                .with(new FailureListener())
                // Everything but the hooked classes is left alone, by a look at the name only.
                .ignore(ElementMatchers.not(namedAsHooked()));
        for (Hook hook : ALL) {
            builder = builder.type(ElementMatchers.named(hook.className()))
                    .transform((type, description, loader, module, domain) -> weave(type, hook));
        }
        return builder.installOn(instrumentation);
    }

    private static net.bytebuddy.matcher.ElementMatcher.Junction<TypeDescription> namedAsHooked() {
        return ElementMatchers.namedOneOf(ALL.stream().map(Hook::className).toArray(String[]::new));
    }

    private DynamicType.Builder<?> weave(DynamicType.Builder<?> type, Hook hook) {
        DynamicType.Builder<?> woven = type;
        for (Hook.Weaving weaving : hook.weavings()) {
            Advice advice = Advice.to(
                            weaving.advice(), ClassFileLocator.ForClassLoader.of(Hooks.class.getClassLoader()))
                    .withExceptionHandler(new ToTheBridge());
            woven = woven.visit(advice.on(weaving.methods()));
        }
        report.applied(hook);
        return woven;
    }

    /** Hands what an advice throws to the bridge, where it is counted: the host must not see it. */
    private static final class ToTheBridge implements Advice.ExceptionHandler {
        @Override
        public StackManipulation resolve(MethodDescription instrumentedMethod, TypeDescription instrumentedType) {
            return MethodInvocation.invoke(new MethodDescription.ForLoadedMethod(failedMethod()));
        }

        private static Method failedMethod() {
            try {
                return Bridge.class.getMethod("failed", Throwable.class);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A class that cannot be woven stays as it is. */
    private static final class FailureListener extends AgentBuilder.Listener.Adapter {
        @Override
        public void onError(
                String typeName,
                @Nullable ClassLoader classLoader,
                @Nullable JavaModule module,
                boolean loaded,
                Throwable failure) {
            Bridge.failed(new IllegalStateException(typeName + " could not be hooked", failure));
        }
    }
}

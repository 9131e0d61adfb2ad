package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Puts advice into the bytes of a class. Fields and methods stay as they are, so it can be taken out again. */
final class Weaver {
    private final ByteBuddy byteBuddy = new ByteBuddy().with(TypeValidation.DISABLED);
    private final ClassFileLocator ownClasses = ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());
    private final Advice.ExceptionHandler toTheBridge = new ToTheBridge();

    byte[] weave(Hook hook, @Nullable ClassLoader loader, byte[] bytes) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(hook.className(), bytes), ClassFileLocator.ForClassLoader.of(loader));
        TypeDescription type =
                TypePool.Default.of(locator).describe(hook.className()).resolve();
        DynamicType.Builder<?> woven = byteBuddy.decorate(type, locator);
        for (Hook.Weaving weaving : hook.weavings()) {
            Advice advice = Advice.to(weaving.advice(), ownClasses).withExceptionHandler(toTheBridge);
            woven = woven.visit(advice.on(weaving.methods()));
        }
        return woven.make().getBytes();
    }

    /** Hands what an advice throws to the bridge, where it is counted: the host must not see it. */
    private static final class ToTheBridge implements Advice.ExceptionHandler {
        @Override
        public StackManipulation resolve(MethodDescription instrumentedMethod, TypeDescription instrumentedType) {
            try {
                return MethodInvocation.invoke(
                        new MethodDescription.ForLoadedMethod(Bridge.class.getMethod("failed", Throwable.class)));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

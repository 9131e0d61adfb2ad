package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The loggers of a framework, where each event passes once: the first that such a method does is to tell the bridge.
 *
 * <p>A host loads its loggers first of all, when Byte Buddy is not loaded yet, and would wait for it. So this one call is put in
 * with the ASM that Byte Buddy brings. It needs nothing more: the bridge throws nothing, and a call at the very beginning
 * leaves the stack maps as they are.
 */
abstract class LoggerHook extends Hook {
    private static final String BRIDGE = Type.getInternalName(Bridge.class);
    private static final String LOGGED = "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/Object;)V";
    private static final int MOST_ON_STACK = 3;

    LoggerHook(String name, String className) {
        super(name, className);
    }

    /** Whether each event passes this method. */
    abstract boolean isPassed(String method, Type[] arguments);

    /** Adds what puts the name of the logger and then the level on the stack. */
    abstract void pushNameAndLevel(MethodVisitor code, Type[] arguments);

    @Override
    final List<Weaving> weavings() {
        return List.of();
    }

    @Override
    final byte[] weave(Supplier<Weaver> weaver, @Nullable ClassLoader loader, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Methods(writer), 0);
        return writer.toByteArray();
    }

    private final class Methods extends ClassVisitor {
        Methods(ClassVisitor target) {
            super(Opcodes.ASM9, target);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            Type[] arguments = Type.getArgumentTypes(descriptor);
            boolean woven = (access & Opcodes.ACC_STATIC) == 0 && isPassed(name, arguments);
            return woven ? new Call(method, arguments) : method;
        }
    }

    private final class Call extends MethodVisitor {
        private final Type[] arguments;

        Call(MethodVisitor target, Type[] arguments) {
            super(Opcodes.ASM9, target);
            this.arguments = arguments;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitVarInsn(Opcodes.ALOAD, 0);
            pushNameAndLevel(mv, arguments);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "logged", LOGGED, false);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(Math.max(maxStack, MOST_ON_STACK), maxLocals);
        }
    }
}

package io.freshet.agent.hooks;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts the calls of a hook into the bytes of its class. Fields and methods stay as they are, so they can be taken out
 * again; other methods are copied as they are.
 */
final class Weaver extends ClassVisitor {
    private final Hook hook;
    private final String owner;

    private Weaver(Hook hook, ClassVisitor target) {
        super(Opcodes.ASM9, target);
        this.hook = hook;
        this.owner = hook.className().replace('.', '/');
    }

    static byte[] weave(Hook hook, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Weaver(hook, writer), 0);
        return writer.toByteArray();
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        BridgeCall call = hook.callIn(new HookedMethod(access, name, descriptor));
        return call == null ? method : new WovenMethod(method, call, owner);
    }
}

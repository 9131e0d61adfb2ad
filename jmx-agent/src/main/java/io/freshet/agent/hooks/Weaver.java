package io.freshet.agent.hooks;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Puts the calls of a hook into the bytes of its class. Fields and methods stay as they are, so they can be taken out
 * again; other methods are copied as they are.
 */
final class Weaver extends ClassVisitor {
    private final Hook hook;
    private final String owner;
    private final Map<String, String> fields = new HashMap<>();
    private boolean isWoven;

    private Weaver(Hook hook, ClassVisitor target) {
        super(Opcodes.ASM9, target);
        this.hook = hook;
        this.owner = hook.className().replace('.', '/');
    }

    /** The class with its calls; null where there is no method for one. */
    static byte @Nullable [] weave(Hook hook, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        Weaver weaver = new Weaver(hook, writer);
        reader.accept(weaver, 0);
        return weaver.isWoven ? writer.toByteArray() : null;
    }

    /** Fields come before methods. */
    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        fields.put(name, descriptor);
        return super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        BridgeCall call = hook.callIn(new HookedMethod(access, name, descriptor, fields));
        isWoven |= call != null;
        return call == null ? method : new WovenMethod(method, call, owner);
    }
}

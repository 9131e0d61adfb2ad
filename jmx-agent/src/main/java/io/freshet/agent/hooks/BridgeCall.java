package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A call of the bridge that is put into a method of the host. The bridge throws nothing.
 *
 * <p>What it hands over are local variables in which the method got {@code this} and its arguments.
 */
class BridgeCall {
    private static final String BRIDGE = Type.getInternalName(Bridge.class);
    private static final String OBJECT = "Ljava/lang/Object;";

    private final Place place;
    private final String name;
    private final int[] slots;

    private BridgeCall(Place place, String name, int... slots) {
        this.place = place;
        this.name = name;
        this.slots = slots;
    }

    /** Before all that the method does. */
    static BridgeCall first(String name, int... slots) {
        return new BridgeCall(Place.FIRST, name, slots);
    }

    /** After the method, unless it throws. */
    static BridgeCall onReturn(String name, int... slots) {
        return new BridgeCall(Place.ON_RETURN, name, slots);
    }

    /** The same; what the method returns, an object, is handed over last. */
    static BridgeCall onReturnWithResult(String name, int... slots) {
        return new BridgeCall(Place.ON_RETURN_WITH_RESULT, name, slots);
    }

    /** After the method, and when it throws. It may be given nothing but {@code this}. */
    static BridgeCall atTheEnd(String name) {
        return new BridgeCall(Place.AT_THE_END, name, 0);
    }

    Place place() {
        return place;
    }

    /** Whether the call needs this local variable as it was when the method began. */
    boolean needs(int slot) {
        for (int needed : slots) {
            if (needed == slot) {
                return true;
            }
        }
        return false;
    }

    void emit(MethodVisitor code) {
        int objects = slots.length;
        if (place == Place.ON_RETURN_WITH_RESULT) {
            code.visitInsn(Opcodes.DUP);
            objects++;
        }
        for (int slot : slots) {
            code.visitVarInsn(Opcodes.ALOAD, slot);
            if (place == Place.ON_RETURN_WITH_RESULT) {
                code.visitInsn(Opcodes.SWAP);
            }
        }
        call(code, "(" + OBJECT.repeat(objects) + ")V");
    }

    final void call(MethodVisitor code, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, name, descriptor, false);
    }

    /** The end of a method that returns an object: the bridge gets {@code this}, some of its fields, and the result. */
    static final class WithFields extends BridgeCall {
        private final String owner;
        private final List<String> fields;
        private final List<String> types;

        WithFields(String name, String owner, HookedMethod method, List<String> fields) {
            super(Place.ON_RETURN_WITH_RESULT, name, 0);
            this.owner = owner;
            this.fields = fields;
            this.types = fields.stream().map(method::fieldType).collect(Collectors.toList());
        }

        @Override
        void emit(MethodVisitor code) {
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitInsn(Opcodes.SWAP);
            for (int i = 0; i < fields.size(); i++) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitFieldInsn(Opcodes.GETFIELD, owner, fields.get(i), types.get(i));
                code.visitInsn(Opcodes.SWAP);
            }
            call(code, "(" + OBJECT.repeat(fields.size() + 2) + ")V");
        }
    }

    /** An event of a logger: the logger, its name, the level. */
    abstract static class Logged extends BridgeCall {
        Logged() {
            super(Place.FIRST, "logged", 0);
        }

        /** Puts the name of the logger and then the level on the stack. */
        abstract void pushNameAndLevel(MethodVisitor code);

        @Override
        final void emit(MethodVisitor code) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            pushNameAndLevel(code);
            call(code, "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/Object;)V");
        }
    }

    /** Where in a method. */
    enum Place {
        FIRST,
        ON_RETURN,
        ON_RETURN_WITH_RESULT,
        AT_THE_END
    }
}

package io.freshet.agent.hooks;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A method with one call of the bridge more.
 *
 * <p>Without a branch, so that the stack maps stay as they are. The one exception stands behind all that was there: the
 * handler of a call at the end, where nothing is known but {@code this}.
 */
final class WovenMethod extends MethodVisitor {
    private static final int MOST_ON_STACK = 8;

    private final BridgeCall call;
    private final String owner;
    private final Label from = new Label();

    WovenMethod(MethodVisitor target, BridgeCall call, String owner) {
        super(Opcodes.ASM9, target);
        this.call = call;
        this.owner = owner;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (call.place() == BridgeCall.Place.FIRST) {
            call.emit(mv);
        }
        super.visitLabel(from);
    }

    @Override
    public void visitInsn(int opcode) {
        boolean returns = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        if (opcode == Opcodes.RETURN && call.place() == BridgeCall.Place.ON_RETURN_WITH_RESULT) {
            throw new IllegalStateException("a method has no result to hand over");
        }
        if (returns && call.place() != BridgeCall.Place.FIRST) {
            call.emit(mv);
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
        boolean stores = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
        if (stores && call.place() != BridgeCall.Place.FIRST && call.needs(slot)) {
            throw new IllegalStateException("a method takes its argument for a variable");
        }
        super.visitVarInsn(opcode, slot);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        if (call.place() == BridgeCall.Place.AT_THE_END) {
            handleThrown();
        }
        super.visitMaxs(maxStack + MOST_ON_STACK, maxLocals);
    }

    private void handleThrown() {
        Label handler = new Label();
        super.visitTryCatchBlock(from, handler, handler, null);
        super.visitLabel(handler);
        super.visitFrame(Opcodes.F_FULL, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
        call.emit(mv);
        super.visitInsn(Opcodes.ATHROW);
    }
}

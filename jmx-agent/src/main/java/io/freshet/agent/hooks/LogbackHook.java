package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Logback's loggers. An event is handed over once, however many loggers above have appenders. */
final class LogbackHook extends LoggerHook {
    private static final String EVENT = "ch/qos/logback/classic/spi/ILoggingEvent";

    LogbackHook() {
        super("logback", "ch.qos.logback.classic.Logger");
    }

    @Override
    boolean isPassed(String method, Type[] arguments) {
        return method.equals("callAppenders") && arguments.length == 1;
    }

    @Override
    void pushNameAndLevel(MethodVisitor code, Type[] arguments) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, EVENT, "getLoggerName", "()Ljava/lang/String;", true);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, EVENT, "getLevel", "()Lch/qos/logback/classic/Level;", true);
    }

    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        Class<?> slf4j = Class.forName("org.slf4j.LoggerFactory", true, loaded.getClassLoader());
        Object context = slf4j.getMethod("getILoggerFactory").invoke(null);
        if (context.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            Bridge.loggerSeen(
                    context.getClass().getMethod("getLogger", String.class).invoke(context, "ROOT"));
        }
    }
}

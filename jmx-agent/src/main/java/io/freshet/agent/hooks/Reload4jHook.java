package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Reload4j's loggers, and those of log4j 1. An event is handed over once, however many loggers above have appenders. */
final class Reload4jHook extends LoggerHook {
    private static final String EVENT = "org/apache/log4j/spi/LoggingEvent";

    Reload4jHook() {
        super("reload4j", "org.apache.log4j.Category");
    }

    @Override
    boolean isPassed(String method, Type[] arguments) {
        return method.equals("callAppenders") && arguments.length == 1;
    }

    @Override
    void pushNameAndLevel(MethodVisitor code, Type[] arguments) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVENT, "getLoggerName", "()Ljava/lang/String;", false);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVENT, "getLevel", "()Lorg/apache/log4j/Level;", false);
    }

    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        Class<?> loggers = Class.forName("org.apache.log4j.Logger", true, loaded.getClassLoader());
        Bridge.loggerSeen(loggers.getMethod("getRootLogger").invoke(null));
    }
}

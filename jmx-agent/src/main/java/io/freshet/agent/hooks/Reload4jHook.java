package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Reload4j's loggers, and those of log4j 1. An event is handed over once, however many loggers above have appenders. */
final class Reload4jHook extends Hook {
    private static final String EVENT = "org/apache/log4j/spi/LoggingEvent";

    Reload4jHook() {
        super("reload4j", "org.apache.log4j.Category");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        return method.is("callAppenders", 1) ? new Event() : null;
    }

    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        Class<?> loggers = Class.forName("org.apache.log4j.Logger", true, loaded.getClassLoader());
        Bridge.loggerSeen(loggers.getMethod("getRootLogger").invoke(null));
    }

    /** The event knows the name of its logger, and its level. */
    private static final class Event extends BridgeCall.Logged {
        @Override
        void pushNameAndLevel(MethodVisitor code) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVENT, "getLoggerName", "()Ljava/lang/String;", false);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVENT, "getLevel", "()Lorg/apache/log4j/Level;", false);
        }
    }
}

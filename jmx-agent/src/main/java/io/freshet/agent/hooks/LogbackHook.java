package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Logback's loggers. An event is handed over once, however many loggers above have appenders. */
final class LogbackHook extends Hook {
    private static final String EVENT = "ch/qos/logback/classic/spi/ILoggingEvent";

    LogbackHook() {
        super("logback", "ch.qos.logback.classic.Logger");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        return method.is("callAppenders", 1) ? new Event() : null;
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

    /** The event knows the name of its logger, and its level. */
    private static final class Event extends BridgeCall.Logged {
        @Override
        void pushNameAndLevel(MethodVisitor code) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, EVENT, "getLoggerName", "()Ljava/lang/String;", true);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, EVENT, "getLevel", "()Lch/qos/logback/classic/Level;", true);
        }
    }
}

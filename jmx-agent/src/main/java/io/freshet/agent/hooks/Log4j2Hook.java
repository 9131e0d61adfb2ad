package io.freshet.agent.hooks;

import io.freshet.agent.bridge.Bridge;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Log4j 2's loggers, plain and asynchronous, which overrides both methods without calling them. They are called with events
 * that passed the level: {@code logMessage(String, Level, ...)} and {@code log(Level, ...)}.
 */
final class Log4j2Hook extends Hook {
    private static final Type LEVEL = Type.getObjectType("org/apache/logging/log4j/Level");

    private Log4j2Hook(String name, String className) {
        super(name, className);
    }

    static Hook plain() {
        return new Log4j2Hook("log4j2", "org.apache.logging.log4j.core.Logger");
    }

    static Hook async() {
        return new Log4j2Hook("log4j2_async", "org.apache.logging.log4j.core.async.AsyncLogger");
    }

    @Override
    @Nullable
    BridgeCall callIn(HookedMethod method) {
        if (method.is("logMessage", 5) && method.takes(1, LEVEL)) {
            return new Event(method.slot(1));
        }
        return method.is("log", 6) && method.takes(0, LEVEL) ? new Event(method.slot(0)) : null;
    }

    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        ClassLoader loader = loaded.getClassLoader();
        Class<?> manager = Class.forName("org.apache.logging.log4j.LogManager", true, loader);
        Object context = manager.getMethod("getContext", ClassLoader.class, boolean.class)
                .invoke(null, loader, false);
        Bridge.loggerSeen(
                context.getClass().getMethod("getLogger", String.class).invoke(context, ""));
    }

    /** The logger is asked for its name, and the level is an argument. */
    private final class Event extends BridgeCall.Logged {
        private final int level;

        Event(int level) {
            this.level = level;
        }

        @Override
        void pushNameAndLevel(MethodVisitor code) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            String owner = className().replace('.', '/');
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, "getName", "()Ljava/lang/String;", false);
            code.visitVarInsn(Opcodes.ALOAD, level);
        }
    }
}

package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Logback's loggers. An event is handed over once, however many loggers above have appenders. */
final class LogbackHook extends Hook {
    LogbackHook() {
        super("logback", "ch.qos.logback.classic.Logger");
    }

    @Override
    List<Weaving> weavings() {
        return List.of(new Weaving(Appended.class, named("callAppenders").and(takesArguments(1))));
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

    /** Before an event goes to the appenders. */
    static final class Appended {
        private Appended() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object logger,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object event) {
            ILoggingEvent logged = (ILoggingEvent) event;
            Bridge.logged(logger, logged.getLoggerName(), logged.getLevel().toString());
        }
    }
}

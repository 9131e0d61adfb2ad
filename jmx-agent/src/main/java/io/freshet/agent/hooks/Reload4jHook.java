package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.log4j.spi.LoggingEvent;

/** Reload4j's loggers, and those of log4j 1. An event is handed over once, however many loggers above have appenders. */
final class Reload4jHook extends Hook {
    Reload4jHook() {
        super("reload4j", "org.apache.log4j.Category");
    }

    @Override
    List<Weaving> weavings() {
        return List.of(new Weaving(Appended.class, named("callAppenders").and(takesArguments(1))));
    }

    @Override
    void met(Class<?> loaded) throws ReflectiveOperationException {
        Class<?> loggers = Class.forName("org.apache.log4j.Logger", true, loaded.getClassLoader());
        Bridge.loggerSeen(loggers.getMethod("getRootLogger").invoke(null));
    }

    /** Before an event goes to the appenders. */
    static final class Appended {
        private Appended() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object logger,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object event) {
            LoggingEvent logged = (LoggingEvent) event;
            Bridge.logged(logger, logged.getLoggerName(), logged.getLevel().toString());
        }
    }
}

package io.freshet.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.freshet.agent.bridge.Bridge;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.logging.log4j.core.Logger;

/** Log4j 2's loggers, plain and asynchronous, which overrides both methods without calling them. */
final class Log4j2Hook extends Hook {
    private static final String LEVEL = "org.apache.logging.log4j.Level";

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
    List<Weaving> weavings() {
        return List.of(
                new Weaving(
                        LevelSecond.class,
                        named("logMessage").and(takesArguments(5)).and(takesArgument(1, named(LEVEL)))),
                new Weaving(
                        LevelFirst.class, named("log").and(takesArguments(6)).and(takesArgument(0, named(LEVEL)))));
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

    /** Called with events that passed the level. */
    static final class LevelSecond {
        private LevelSecond() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object logger,
                @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object level) {
            Bridge.logged(logger, ((Logger) logger).getName(), level.toString());
        }
    }

    /** The same with the level in front. */
    static final class LevelFirst {
        private LevelFirst() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object logger,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object level) {
            Bridge.logged(logger, ((Logger) logger).getName(), level.toString());
        }
    }
}

package io.freshet.agent.collect.logs.host;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.freshet.agent.collect.logs.LoggerLevels;
import java.util.Collection;
import java.util.stream.Collectors;

/** Reads Logback, where to ask for a logger in the common way would make it. */
public final class LogbackLevels implements LoggerLevels {
    @Override
    public String levelOf(Object context, String name) {
        LoggerContext loggers = (LoggerContext) context;
        String next = name;
        while (!next.isEmpty()) {
            Logger found = loggers.exists(next);
            if (found != null) {
                return found.getEffectiveLevel().toString();
            }
            next = next.substring(0, Math.max(0, next.lastIndexOf('.')));
        }
        return loggers.getLogger(Logger.ROOT_LOGGER_NAME).getEffectiveLevel().toString();
    }

    @Override
    public Object context(Object logger) {
        return ((Logger) logger).getLoggerContext();
    }

    @Override
    public Collection<String> names(Object context) {
        return ((LoggerContext) context)
                .getLoggerList().stream().map(Logger::getName).collect(Collectors.toList());
    }
}

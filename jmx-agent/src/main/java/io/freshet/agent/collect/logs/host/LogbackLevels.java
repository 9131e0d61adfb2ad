package io.freshet.agent.collect.logs.host;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.freshet.agent.collect.logs.LoggerLevels;
import java.util.Collection;
import java.util.stream.Collectors;

/** Reads Logback, where to ask for a logger in the common way would make it. */
public final class LogbackLevels implements LoggerLevels {
    @Override
    public String levelOf(Object logger, String name) {
        LoggerContext context = ((Logger) logger).getLoggerContext();
        String next = name;
        while (!next.isEmpty()) {
            Logger found = context.exists(next);
            if (found != null) {
                return found.getEffectiveLevel().toString();
            }
            next = next.substring(0, Math.max(0, next.lastIndexOf('.')));
        }
        return context.getLogger(Logger.ROOT_LOGGER_NAME).getEffectiveLevel().toString();
    }

    @Override
    public Object context(Object logger) {
        return ((Logger) logger).getLoggerContext();
    }

    @Override
    public Collection<String> names(Object logger) {
        return ((Logger) logger)
                .getLoggerContext().getLoggerList().stream()
                        .map(Logger::getName)
                        .collect(Collectors.toList());
    }
}

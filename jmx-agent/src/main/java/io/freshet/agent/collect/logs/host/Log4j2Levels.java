package io.freshet.agent.collect.logs.host;

import io.freshet.agent.collect.logs.LoggerLevels;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;

/** Reads Log4j 2. */
public final class Log4j2Levels implements LoggerLevels {
    @Override
    public String levelOf(Object context, String name) {
        return ((LoggerContext) context)
                .getConfiguration()
                .getLoggerConfig(name)
                .getLevel()
                .name();
    }

    @Override
    public Object context(Object logger) {
        return ((Logger) logger).getContext();
    }

    @Override
    public Collection<String> names(Object context) {
        return ((LoggerContext) context)
                .getLoggers().stream().map(Logger::getName).collect(Collectors.toList());
    }
}

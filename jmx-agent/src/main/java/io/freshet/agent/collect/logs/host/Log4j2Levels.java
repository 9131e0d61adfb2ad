package io.freshet.agent.collect.logs.host;

import io.freshet.agent.collect.logs.LoggerLevels;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.Logger;

/** Reads Log4j 2. */
public final class Log4j2Levels implements LoggerLevels {
    @Override
    public String levelOf(Object logger, String name) {
        return ((Logger) logger)
                .getContext()
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
    public Collection<String> names(Object logger) {
        return ((Logger) logger)
                .getContext().getLoggers().stream().map(Logger::getName).collect(Collectors.toList());
    }
}

package io.freshet.agent.collect.logs.host;

import io.freshet.agent.collect.logs.LoggerLevels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import org.apache.log4j.Category;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggerRepository;

/** Reads Reload4j and Log4j 1, where to ask for a logger in the common way would make it. */
public final class Reload4jLevels implements LoggerLevels {
    @Override
    public String levelOf(Object context, String name) {
        LoggerRepository repository = (LoggerRepository) context;
        String next = name;
        while (!next.isEmpty()) {
            Logger found = repository.exists(next);
            if (found != null) {
                return found.getEffectiveLevel().toString();
            }
            next = next.substring(0, Math.max(0, next.lastIndexOf('.')));
        }
        return repository.getRootLogger().getEffectiveLevel().toString();
    }

    @Override
    public Object context(Object logger) {
        return ((Category) logger).getLoggerRepository();
    }

    @Override
    public Collection<String> names(Object context) {
        Collection<String> names = new ArrayList<>();
        Enumeration<?> loggers = ((LoggerRepository) context).getCurrentLoggers();
        while (loggers.hasMoreElements()) {
            names.add(((Category) loggers.nextElement()).getName());
        }
        return names;
    }
}

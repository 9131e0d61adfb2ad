package io.freshet.agent.collect.logs;

import java.util.Collection;

/**
 * Reads one framework. Asked by the context, what loggers share that are configured together: Log4j 2 forgets a logger
 * that nobody holds.
 */
public interface LoggerLevels {
    Object context(Object logger);

    /** The level of the logger of this name, its own or that of the next one above. */
    String levelOf(Object context, String name);

    /** The names of all loggers. */
    Collection<String> names(Object context);
}

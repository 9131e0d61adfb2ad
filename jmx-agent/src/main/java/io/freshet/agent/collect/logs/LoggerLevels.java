package io.freshet.agent.collect.logs;

import java.util.Collection;

/** Reads one framework; loggers are of its type. */
public interface LoggerLevels {
    /** The level of the logger of this name in the context of another, its own or that of the next one above. */
    String levelOf(Object logger, String name);

    /** What a logger shares with all others that are configured together. */
    Object context(Object logger);

    /** The names of all loggers in the context of one. */
    Collection<String> names(Object logger);
}

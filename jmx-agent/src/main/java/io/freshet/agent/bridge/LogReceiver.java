package io.freshet.agent.bridge;

/** Takes the events that pass a logger's level. Called on threads of the host, for each event: must return at once. */
public interface LogReceiver {
    /** A logger, of whichever framework, logs an event; the level by its name. */
    void logged(Object logger, String name, String level);

    /** A logger is there, whatever it logs. */
    void seen(Object logger);
}

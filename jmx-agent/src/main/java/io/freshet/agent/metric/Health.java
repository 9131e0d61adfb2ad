package io.freshet.agent.metric;

/** What a value says about its process. */
public enum Health {
    OK,
    BAD,
    /** Nobody can tell from this value alone. */
    UNKNOWN
}

package io.freshet.agent.config;

/** By whose rules series are called. */
public enum Naming {
    /** The agent's own, which README.md explains. */
    DEFAULT,
    JMX_EXPORTER,
    STRIMZI_JMX,
    STRIMZI_REPORTER,
    CONFLUENT
}

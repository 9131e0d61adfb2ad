package io.freshet.agent.config;

import java.util.List;
import javax.management.ObjectName;

/** What is collected, and how. */
public final class CollectOptions {
    private final boolean hooks;
    private final List<ObjectName> beans;
    private final boolean hostRegistry;
    private final boolean os;
    private final boolean logs;
    private final List<String> loggers;
    private final int loggerDepth;

    CollectOptions(Values values) {
        this.hooks = values.get(Settings.HOOKS);
        this.beans = values.find(Settings.MBEANS).orElse(List.of());
        this.hostRegistry = values.get(Settings.HOST_REGISTRY);
        this.os = values.get(Settings.OS);
        this.logs = values.get(Settings.LOGS);
        this.loggers = values.find(Settings.LOGGERS).orElse(List.of());
        this.loggerDepth = values.get(Settings.LOGGER_DEPTH);
    }

    /** Whether hooks may be put into Kafka's classes; if not, its metrics are read through JMX. */
    public boolean hooks() {
        return hooks;
    }

    /** Patterns of MBeans beyond those of Kafka. */
    public List<ObjectName> beans() {
        return beans;
    }

    /** Whether what the host has in simpleclient's default registry is exposed too. */
    public boolean hostRegistry() {
        return hostRegistry;
    }

    public boolean os() {
        return os;
    }

    public boolean logs() {
        return logs;
    }

    /** Loggers that are counted by themselves, beside Kafka's. */
    public List<String> loggers() {
        return loggers;
    }

    /** How many parts of the names of all other loggers are told apart. */
    public int loggerDepth() {
        return loggerDepth;
    }
}

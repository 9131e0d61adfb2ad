package io.freshet.agent.config;

/** Of which partitions a broker exposes the series that are about one partition. */
public enum PartitionChoice {
    /** All that it has a replica of. */
    ALL,
    /** Those that it leads now. */
    LEADERS,
    /** Those that it leads now and that lack replicas in sync. */
    ABNORMAL,
    /** None; nor do clients. */
    NONE
}

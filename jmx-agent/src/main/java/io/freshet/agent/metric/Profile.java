package io.freshet.agent.metric;

/** How much is exposed. Each includes those before it. */
public enum Profile {
    /** What one must watch. */
    ESSENTIAL,
    /** What the catalogue explains: what Kafka documents, and what dashboards need besides. */
    STANDARD,
    /** All that the registries hold. */
    ALL
}

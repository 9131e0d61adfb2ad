package io.freshet.agent.lag;

/** A topic as it is now: another one of its name has another id. */
public final class TopicReading {
    private final String id;
    private final int partitions;

    public TopicReading(String id, int partitions) {
        this.id = id;
        this.partitions = partitions;
    }

    public String id() {
        return id;
    }

    public int partitions() {
        return partitions;
    }
}

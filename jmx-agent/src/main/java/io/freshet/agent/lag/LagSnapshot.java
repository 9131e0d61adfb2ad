package io.freshet.agent.lag;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The lag of all groups at one time. */
public final class LagSnapshot {
    private final long timeMillis;
    private final List<GroupLag> groups;
    private final SortedMap<PartitionId, PartitionEnds> partitions;
    private final Missing missing;

    LagSnapshot(
            long timeMillis, List<GroupLag> groups, SortedMap<PartitionId, PartitionEnds> partitions, Missing missing) {
        this.timeMillis = timeMillis;
        this.groups = List.copyOf(groups);
        this.partitions = partitions;
        this.missing = missing;
    }

    /** When the ends were read, in milliseconds since 1970. */
    public long timeMillis() {
        return timeMillis;
    }

    /** In the order of their names. */
    public List<GroupLag> groups() {
        return groups;
    }

    /** Those that some group has committed to. */
    public SortedMap<PartitionId, PartitionEnds> partitions() {
        return partitions;
    }

    public Missing missing() {
        return missing;
    }

    /** The same less some groups. */
    public LagSnapshot without(Set<String> names) {
        List<GroupLag> rest =
                groups.stream().filter(group -> !names.contains(group.name())).collect(Collectors.toList());
        return new LagSnapshot(timeMillis, rest, partitions, missing);
    }

    /** How much could not be had in time. */
    public static final class Missing {
        private final int brokers;
        private final int groups;
        private final int topics;
        private final int partitions;

        Missing(int brokers, int groups, int topics, int partitions) {
            this.brokers = brokers;
            this.groups = groups;
            this.topics = topics;
            this.partitions = partitions;
        }

        /** Brokers that have not told which groups they have. */
        public int brokers() {
            return brokers;
        }

        /** Groups that are there, of which nothing is known. */
        public int groups() {
            return groups;
        }

        /** Topics that groups have to do with, but that are not there, or may not be described. */
        public int topics() {
            return topics;
        }

        /** Partitions whose begin and end are not known. */
        public int partitions() {
            return partitions;
        }

        public boolean isNothing() {
            return brokers + groups + topics + partitions == 0;
        }
    }
}

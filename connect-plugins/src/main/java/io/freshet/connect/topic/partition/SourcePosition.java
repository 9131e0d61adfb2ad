package io.freshet.connect.topic.partition;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been read, as Connect stores it: {@code {"partition":0,"topic":"flights"}} at
 * {@code {"offset":42}}. The offset is that of the next record to read, like a consumer group's.
 */
public final class SourcePosition {
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";

    private SourcePosition() {}

    /**
     * A {@link HashMap} and nothing else: Connect finds stored offsets by the bytes of the partition's JSON, and its own requests
     * for offsets come with the order of a {@code HashMap}, whatever the order that they were stored in.
     */
    public static Map<String, Object> partition(TopicPartition partition) {
        Map<String, Object> map = new HashMap<>();
        map.put(TOPIC, partition.topic());
        map.put(PARTITION, partition.partition());
        return new Partition(Collections.unmodifiableMap(map));
    }

    /** Connect asks for the hash of a record's partition for each record. */
    private static final class Partition extends AbstractMap<String, Object> {
        private final Map<String, Object> map;
        private final int hash;

        Partition(Map<String, Object> map) {
            this.map = map;
            this.hash = map.hashCode();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return map.entrySet();
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return map.get(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || map.equals(other);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    public static Map<String, Object> offset(long next) {
        return Collections.singletonMap(OFFSET, next);
    }

    /** The next offset to read; empty when nothing is stored. */
    public static OptionalLong next(TopicPartition partition, @Nullable Map<String, Object> stored) {
        if (stored == null) {
            return OptionalLong.empty();
        }
        if (stored.get(OFFSET) instanceof Number number && number.longValue() >= 0) {
            return OptionalLong.of(number.longValue());
        }
        throw new ConnectException("The stored offset of " + partition + " must be {\"" + OFFSET
                + "\": <number of the next record, 0 or more>}. Found: " + stored
                + ". Mend it with PATCH /connectors/<name>/offsets");
    }
}

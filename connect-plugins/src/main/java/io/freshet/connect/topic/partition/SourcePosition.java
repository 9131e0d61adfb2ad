package io.freshet.connect.topic.partition;

import io.freshet.connect.topic.bound.End;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been read, as Connect stores it: {@code {"partition":0,"topic":"flights"}} at
 * {@code {"offset":42}}. The offset is that of the next record to read, like a consumer group's. Where reading is to end, the
 * end stands beside it: {@code {"offset":42,"end":100,"until":"latest"}}; it is reached when both are equal.
 *
 * @param next the next record to read
 * @param end where reading ends; null when it does not
 */
public record SourcePosition(long next, @Nullable End end) {
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final String END = "end";
    private static final String UNTIL = "until";

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

    /** What Connect stores. */
    public Map<String, Object> offset() {
        return offset(next, end);
    }

    /** As {@link #offset()}, for each record. */
    public static Map<String, Object> offset(long next, @Nullable End end) {
        return end == null
                ? Collections.singletonMap(OFFSET, next)
                : Map.of(OFFSET, next, END, end.offset(), UNTIL, end.setting());
    }

    /** The next record to read, of an offset that {@link #offset} returned. */
    public static long next(Map<String, ?> offset) {
        return offset.get(OFFSET) instanceof Long next ? next : 0;
    }

    /**
     * Reads what Connect has stored.
     *
     * @throws ConnectException when somebody stored something else
     */
    public static Optional<SourcePosition> stored(TopicPartition partition, @Nullable Map<String, ?> stored) {
        if (stored == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(stored));
        } catch (ConnectException e) {
            throw new ConnectException("The stored offset of " + partition + " " + e.getMessage()
                    + ". Mend it with PATCH /connectors/<name>/offsets");
        }
    }

    /**
     * Reads an offset.
     *
     * @throws ConnectException that says what it must be, without what it is the offset of
     */
    public static SourcePosition read(Map<String, ?> offset) {
        Set<String> unknown = new TreeSet<>(offset.keySet());
        unknown.removeAll(Set.of(OFFSET, END, UNTIL));
        boolean bounded = offset.get(END) != null || offset.get(UNTIL) != null;
        if (!unknown.isEmpty()
                || !isPlace(offset.get(OFFSET))
                || (bounded && !(isPlace(offset.get(END)) && offset.get(UNTIL) instanceof String))) {
            throw new ConnectException("must be {\"" + OFFSET + "\": <number of the next record, 0 or more>}, with \""
                    + END + "\" and \"" + UNTIL + "\" beside it only as the connector stored them. Found: " + offset);
        }
        return new SourcePosition(
                number(offset.get(OFFSET)),
                bounded ? new End(number(offset.get(END)), String.valueOf(offset.get(UNTIL))) : null);
    }

    private static boolean isPlace(@Nullable Object value) {
        return (value instanceof Long || value instanceof Integer) && ((Number) value).longValue() >= 0;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}

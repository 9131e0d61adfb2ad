package io.freshet.transforms.record;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Where a sink's record was read, whatever transformations before have made of its topic and partition. */
public final class Origin {

    private Origin() {}

    /** A partition of a topic. A record that a transformation has made of nothing may have neither. */
    public record Partition(@Nullable String topic, @Nullable Integer number) {

        /** Returns if a record was read from here. */
        public boolean isOf(SinkRecord record) {
            Integer other = record.originalKafkaPartition();
            return number != null && number.equals(other) && topic != null && topic.equals(record.originalTopic());
        }
    }

    /** Returns the partition that a record was read from. */
    public static Partition partition(SinkRecord record) {
        return new Partition(record.originalTopic(), record.originalKafkaPartition());
    }
}

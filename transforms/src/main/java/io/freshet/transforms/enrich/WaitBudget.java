package io.freshet.transforms.enrich;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How long a record may wait, so that the records which a sink gets with one poll wait no longer together than one alone: a
 * task that does not poll for {@code max.poll.interval.ms} loses its partitions. A transformation is not told of polls, but
 * some records show that there was one:
 *
 * <ul>
 *   <li>A poll gives the records of one partition after those of another, each with ascending offsets. A partition that comes
 *       again, or an offset that is not greater, is of a later poll.
 *   <li>A record that is younger than the time at which the budget was last renewed was not there yet at the poll before it.
 *       Times ahead of the clock show nothing.
 * </ul>
 *
 * <p>Such a record has the whole budget again. Besides, what passes without waiting is given back, so a batch that takes some
 * time without waiting takes that twice and the budget once at most. Records of sources have a budget each. Used by one thread.
 */
final class WaitBudget {

    private final long max;
    private final Set<TopicPartition> done = new HashSet<>();
    private @Nullable TopicPartition partition;
    private long offset;
    private long left;
    private long renewedAt = Long.MAX_VALUE;
    private long idleSince;

    WaitBudget(Duration max) {
        this.max = max.toNanos();
        this.left = this.max;
    }

    /**
     * Returns how long a record may wait, in nanoseconds.
     *
     * @param nanos the time of a clock that only goes on
     * @param millis the time of day
     */
    long of(ConnectRecord<?> record, long nanos, long millis) {
        if (!(record instanceof SinkRecord fromTopic)) {
            return max;
        }
        if (renewedAt == Long.MAX_VALUE || isOfALaterPoll(fromTopic, millis)) {
            left = max;
            renewedAt = millis;
            done.clear();
        } else {
            left = Math.min(max, left + nanos - idleSince);
        }
        idleSince = nanos;
        offset = fromTopic.originalKafkaOffset();
        if (partition == null || !isIn(partition, fromTopic)) {
            partition = new TopicPartition(fromTopic.originalTopic(), fromTopic.originalKafkaPartition());
            done.add(partition);
        }
        return left;
    }

    private boolean isOfALaterPoll(SinkRecord record, long millis) {
        Long timestamp = record.timestamp();
        if (timestamp != null && renewedAt < timestamp && timestamp <= millis) {
            return true;
        }
        if (partition != null && isIn(partition, record)) {
            return record.originalKafkaOffset() <= offset;
        }
        return done.contains(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
    }

    private static boolean isIn(TopicPartition partition, SinkRecord record) {
        return partition.partition() == record.originalKafkaPartition()
                && partition.topic().equals(record.originalTopic());
    }

    /** Notes that a record has waited. */
    void spent(long begin, long end) {
        left = Math.max(0, left - (end - begin));
        idleSince = end;
    }
}

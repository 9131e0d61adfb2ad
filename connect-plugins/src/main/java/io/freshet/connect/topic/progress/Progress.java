package io.freshet.connect.topic.progress;

import io.freshet.connect.topic.bound.End;
import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.transforms.record.ProgressRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records that say no more than how far a partition has been read. Connect stores the offset of a record that is written and of
 * no other: where transformations drop all that is read, where nothing but marks of transactions is left, or where nothing
 * has been read yet, it would know nothing.
 */
public final class Progress {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final String topic;
    private final long intervalNanos;
    private final Map<Map<String, Object>, Partition> partitions = new LinkedHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicLong made = new AtomicLong();
    private long nextLook;

    /**
     * @param topic the topic that these records go to
     * @param interval how long a partition may go on without a record that comes out before one of these is made
     * @param now the time, in nanoseconds from anywhere
     */
    public Progress(String topic, Duration interval, long now) {
        this.topic = topic;
        this.intervalNanos = interval.toNanos();
        this.nextLook = now;
    }

    /** What is known of one partition. */
    private static final class Partition {
        final TopicPartition partition;
        final Map<String, Object> source;
        final @Nullable End end;
        /** How far Connect knows, or will when what was written is flushed. Set by the threads of producers, too. */
        volatile long written;

        long atLastLook = -1;

        Partition(TopicPartition partition, Map<String, Object> source, @Nullable End end, long written) {
            this.partition = partition;
            this.source = source;
            this.end = end;
            this.written = written;
        }

        /** Whether a record is to say how far this is: at once at the end, else when nothing came out for a while. */
        boolean isDue(long position, boolean look) {
            if (position <= written) {
                return false;
            }
            boolean stands = written == atLastLook;
            if (look) {
                atLastLook = written;
            }
            return (look && stands) || (end != null && position >= end.offset());
        }
    }

    /**
     * Follows one more partition, before anything of it was handed on.
     *
     * @param stored how far Connect knows that it was read; null when it knows nothing, and is to be told at once
     */
    public void follow(TopicPartition partition, @Nullable End end, @Nullable Long stored) {
        Map<String, Object> source = SourcePosition.partition(partition);
        partitions.put(source, new Partition(partition, source, end, stored == null ? -1 : stored));
    }

    /**
     * The records to write now, when everything before these positions has been handed on.
     *
     * @param positions the next record of a partition
     * @param now the time, in nanoseconds from anywhere
     */
    public List<SourceRecord> due(ToLongFunction<TopicPartition> positions, long now) {
        boolean look = now - nextLook >= 0;
        if (look) {
            nextLook = now + intervalNanos;
        }
        List<SourceRecord> due = new ArrayList<>();
        for (Partition partition : partitions.values()) {
            long position = positions.applyAsLong(partition.partition);
            if (partition.isDue(position, look)) {
                partition.written = position;
                partition.atLastLook = position;
                due.add(record(partition, position));
            }
        }
        made.addAndGet(due.size());
        return due;
    }

    private SourceRecord record(Partition partition, long position) {
        return new SourceRecord(
                partition.source,
                SourcePosition.offset(position, partition.end),
                topic,
                0,
                null,
                null,
                null,
                null,
                null,
                new ConnectHeaders().add(ProgressRecord.HEADER, null, null));
    }

    /**
     * Told of each record that is done with, from any thread.
     *
     * @param metadata null when transformations dropped the record
     */
    public void done(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (metadata != null) {
            Partition partition = partitions.get(record.sourcePartition());
            if (partition != null) {
                partition.written = Math.max(partition.written, SourcePosition.next(record.sourceOffset()));
            }
        } else if (record.topic().equals(topic) && warned.compareAndSet(false, true)) {
            log.warn(
                    "A transformation dropped a record that only says how far {} has been read. Without it, what was dropped"
                            + " since the last record that came out is read again after a restart. Keep records of the topic"
                            + " {}: give the transformation a predicate, such as TopicNameMatches",
                    record.sourcePartition(),
                    topic);
        }
    }

    /** How many of these records were made. */
    public long made() {
        return made.get();
    }
}

package io.freshet.connect.topic;

import io.freshet.connect.topic.bound.Bound;
import io.freshet.connect.topic.bound.End;
import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.connect.topic.read.PartitionReader;
import io.freshet.connect.topic.read.StartAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** From where to where a task reads its partitions: what Connect has stored goes before what settings say. */
final class Bounds {
    private final TaskPartitions partitions;
    private final Bound start;
    private final Optional<Bound> end;
    private final String until;
    private final Map<TopicPartition, SourcePosition> stored;

    Bounds(TopicSourceConfig config, TaskPartitions partitions, OffsetStorageReader offsets) {
        this.partitions = partitions;
        this.start = config.start();
        this.end = config.end();
        this.until = config.getString(TopicSourceConfig.END);
        this.stored = stored(partitions.all(), offsets);
    }

    private static Map<TopicPartition, SourcePosition> stored(
            List<TopicPartition> partitions, OffsetStorageReader offsets) {
        List<Map<String, Object>> keys = new ArrayList<>();
        partitions.forEach(partition -> keys.add(SourcePosition.partition(partition)));
        Map<Map<String, Object>, Map<String, Object>> found = offsets.offsets(keys);
        Map<TopicPartition, SourcePosition> stored = new HashMap<>();
        for (TopicPartition partition : partitions) {
            SourcePosition.stored(partition, found.get(SourcePosition.partition(partition)))
                    .ifPresent(position -> stored.put(partition, position));
        }
        return stored;
    }

    /** Where Connect knows that a partition was read to; null where it is to be told, since it knows nothing or not the end. */
    @Nullable
    Long stored(TopicPartition partition) {
        SourcePosition position = stored.get(partition);
        return position == null || (end.isPresent() && storedEnd(partition) == null) ? null : position.next();
    }

    /** The end that was looked up before, for the same setting. */
    private @Nullable End storedEnd(TopicPartition partition) {
        SourcePosition position = stored.get(partition);
        End known = position == null ? null : position.end();
        return known != null && known.setting().equals(until) ? known : null;
    }

    Map<TopicPartition, StartAt> starts() {
        Map<TopicPartition, StartAt> starts = new LinkedHashMap<>();
        partitions.known().forEach(partition -> starts.put(partition, start(partition)));
        // Nothing may be missed of what was written before they were noticed.
        partitions
                .added()
                .forEach(partition -> starts.put(
                        partition, start instanceof Bound.Time ? start(partition) : new StartAt.Beginning()));
        stored.forEach((partition, position) -> starts.put(partition, new StartAt.Offset(position.next())));
        return starts;
    }

    private StartAt start(TopicPartition partition) {
        if (start instanceof Bound.Time from) {
            return new StartAt.Time(millis(from.time()));
        }
        if (start instanceof Bound.Offsets from) {
            return new StartAt.Offset(offset(from, partition));
        }
        return start instanceof Bound.Latest ? new StartAt.End() : new StartAt.Beginning();
    }

    /** Where partitions end; those that were looked up before stay. */
    Map<TopicPartition, End> ends(PartitionReader reader) {
        Map<TopicPartition, End> ends = new LinkedHashMap<>();
        end.ifPresent(bound -> {
            List<TopicPartition> open = new ArrayList<>();
            for (TopicPartition partition : partitions.all()) {
                End known = storedEnd(partition);
                if (known == null) {
                    open.add(partition);
                } else {
                    ends.put(partition, known);
                }
            }
            lookUp(bound, open, reader).forEach((partition, offset) -> ends.put(partition, new End(offset, until)));
        });
        return ends;
    }

    private static Map<TopicPartition, Long> lookUp(Bound bound, List<TopicPartition> open, PartitionReader reader) {
        if (bound instanceof Bound.Time to) {
            Map<TopicPartition, Long> times = new HashMap<>();
            open.forEach(partition -> times.put(partition, millis(to.time())));
            return reader.atTimes(times);
        }
        if (bound instanceof Bound.Offsets to) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            open.forEach(partition -> offsets.put(partition, offset(to, partition)));
            return offsets;
        }
        return reader.latest(open);
    }

    /** Timestamps of records have no more than milliseconds, so those from a time on begin at the next one. */
    private static long millis(Instant time) {
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
    }

    private static long offset(Bound.Offsets offsets, TopicPartition partition) {
        Long offset = offsets.offsets().get(partition);
        if (offset == null) {
            throw new ConfigException("start and end: offsets are expected for every partition. Missing: " + partition);
        }
        return offset;
    }
}

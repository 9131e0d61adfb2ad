package io.freshet.connect.topic;

import io.freshet.connect.topic.convert.RecordConverter;
import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.connect.topic.read.PartitionReader;
import io.freshet.connect.topic.read.StartAt;
import io.freshet.transforms.record.PluginVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Reads some partitions and hands their records to Connect. */
public final class TopicSourceTask extends SourceTask {
    private static final long RETRY_PAUSE_MILLIS = 1_000;

    private final CountDownLatch stopping = new CountDownLatch(1);
    /** Held while the consumer is used: it belongs to one thread at a time, and stop may come from another one. */
    private final ReentrantLock consuming = new ReentrantLock();

    private @Nullable Stages stages;

    private record Stages(PartitionReader reader, RecordConverter converter) {}

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> settings) {
        TopicSourceConfig config = new TopicSourceConfig(settings);
        TaskPartitions partitions = TaskPartitions.fromSettings(settings);
        RecordConverter converter = new RecordConverter(
                config.route(), config.keyConverter(), config.valueConverter(), config.headerReader());
        Map<TopicPartition, StartAt> starts = starts(partitions, config.startsAtEarliest());
        PartitionReader reader = new PartitionReader(
                new KafkaConsumer<>(
                        config.consumer(partitions.index()), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                config.pollTimeout(),
                config.onOffsetOutOfRange());
        stages = new Stages(reader, converter);
        reader.startAt(starts);
    }

    private Map<TopicPartition, StartAt> starts(TaskPartitions partitions, boolean atEarliest) {
        StartAt otherwise = atEarliest ? new StartAt.Beginning() : new StartAt.End();
        Map<TopicPartition, StartAt> starts = new LinkedHashMap<>();
        partitions.known().forEach(partition -> starts.put(partition, otherwise));
        partitions.added().forEach(partition -> starts.put(partition, new StartAt.Beginning()));
        storedOffsets(partitions.all()).forEach((partition, next) -> starts.put(partition, new StartAt.Offset(next)));
        return starts;
    }

    private Map<TopicPartition, Long> storedOffsets(List<TopicPartition> partitions) {
        List<Map<String, Object>> keys = new ArrayList<>();
        partitions.forEach(partition -> keys.add(SourcePosition.partition(partition)));
        Map<Map<String, Object>, Map<String, Object>> stored =
                context.offsetStorageReader().offsets(keys);
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            OptionalLong next = SourcePosition.next(partition, stored.get(SourcePosition.partition(partition)));
            next.ifPresent(offset -> offsets.put(partition, offset));
        }
        return offsets;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        consuming.lock();
        try {
            if (stages == null || stopping.getCount() == 0) {
                return null;
            }
            if (stages.converter().isDone()) {
                stages.converter().take(stages.reader().read());
            }
            List<SourceRecord> records = stages.converter().convert();
            return records.isEmpty() ? null : records;
        } catch (RetriableException e) {
            // Connect polls again, and the converter still holds what was read.
            stopping.await(RETRY_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            throw e;
        } finally {
            consuming.unlock();
        }
    }

    @Override
    public void stop() {
        stopping.countDown();
        if (stages == null) {
            return;
        }
        if (!consuming.tryLock()) {
            stages.reader().wakeup();
            consuming.lock();
        }
        try {
            stages.reader().close();
        } finally {
            consuming.unlock();
        }
    }
}

package io.freshet.connect.table;

import io.freshet.local.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** A task with what a worker gives to it, driven by hand. */
final class SinkHarness implements AutoCloseable {
    final Map<TopicPartition, Long> seeks = new HashMap<>();
    final List<String> refused = new ArrayList<>();
    private final TableSinkTask task = new TableSinkTask();
    private final Context context = new Context();
    private final Collection<TopicPartition> partitions;

    SinkHarness(Map<String, String> settings, TopicPartition... partitions) {
        this.partitions = Arrays.asList(partitions);
        task.initialize(context);
        task.start(settings);
        task.open(this.partitions);
    }

    void put(SinkRecord... records) {
        task.put(Arrays.asList(records));
    }

    void put(List<SinkRecord> records) {
        task.put(records);
    }

    /** As a worker does: the same batch again as long as the task asks for it. */
    void putPatiently(List<SinkRecord> records) {
        Await.untilTrue("the batch is taken", Duration.ofSeconds(60), () -> {
            try {
                task.put(records);
                return true;
            } catch (RetriableException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        task.close(partitions);
        task.stop();
    }

    static SinkRecord record(
            String topic,
            int partition,
            long offset,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema schema,
            @Nullable Object value) {
        return new SinkRecord(
                topic, partition, keySchema, key, schema, value, offset, 1_000 + offset, TimestampType.CREATE_TIME);
    }

    private final class Context implements SinkTaskContext {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            seeks.putAll(offsets);
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            seeks.put(partition, offset);
        }

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.copyOf(partitions);
        }

        @Override
        public void pause(TopicPartition... paused) {}

        @Override
        public void resume(TopicPartition... resumed) {}

        @Override
        public void requestCommit() {}

        @Override
        public @Nullable PluginMetrics pluginMetrics() {
            return null;
        }

        @Override
        public ErrantRecordReporter errantRecordReporter() {
            return (record, error) -> {
                refused.add(record.kafkaOffset() + ": " + error.getMessage());
                return CompletableFuture.completedFuture(null);
            };
        }
    }
}

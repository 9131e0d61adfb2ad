package io.freshet.connect.topic;

import io.freshet.connect.topic.bound.End;
import io.freshet.connect.topic.convert.RecordConverter;
import io.freshet.connect.topic.metrics.TaskMetrics;
import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.connect.topic.progress.Progress;
import io.freshet.connect.topic.read.PartitionReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task does: find where to start and to end, read, convert, and say how far it has come. */
final class PartitionCopy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionCopy.class);
    private static final long BETWEEN_READINGS_NANOS = Duration.ofSeconds(1).toNanos();

    private final TaskPartitions partitions;
    private final Bounds bounds;
    private final PartitionReader reader;
    private final RecordConverter converter;
    private final @Nullable Progress progress;
    private final TaskMetrics metrics;
    private boolean begun;
    private long nextReading = System.nanoTime();

    PartitionCopy(TopicSourceConfig config, TaskPartitions partitions, OffsetStorageReader offsets) {
        this.partitions = partitions;
        this.bounds = new Bounds(config, partitions, offsets);
        this.converter = new RecordConverter(
                config.route(),
                config.keyConverter(),
                config.valueConverter(),
                config.headerReader(),
                config.explode());
        this.progress = config.progressTopic()
                .map(topic -> new Progress(topic, config.progressInterval(), System.nanoTime()))
                .orElse(null);
        this.reader = new PartitionReader(
                new KafkaConsumer<>(
                        config.consumer(partitions.index()), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                config.pollTimeout(),
                config.onOffsetOutOfRange());
        this.metrics = new TaskMetrics(
                config.connectorName(), partitions.index(), () -> progress == null ? 0 : progress.made());
    }

    /**
     * The next records, none when nothing came within the time limit of a poll.
     *
     * @throws RetriableException when to try again later; nothing is lost
     */
    List<SourceRecord> next() {
        if (!converter.isDone()) {
            return converter.convert();
        }
        try {
            begin();
            List<SourceRecord> due = progress == null ? List.of() : progress.due(reader::position, System.nanoTime());
            if (!due.isEmpty()) {
                return due;
            }
        } catch (WakeupException e) {
            return List.of();
        } catch (org.apache.kafka.common.errors.RetriableException e) {
            throw new RetriableException("Where reading starts and ends could not be looked up for now", e);
        }
        ConsumerRecords<byte[], byte[]> read = reader.read();
        measure(read.count());
        converter.take(read);
        return converter.convert();
    }

    private void begin() {
        if (begun) {
            return;
        }
        Map<TopicPartition, End> ends = bounds.ends(reader);
        reader.startAt(bounds.starts());
        reader.endAt(ends);
        converter.endAt(ends);
        if (progress != null) {
            partitions
                    .all()
                    .forEach(partition -> progress.follow(partition, ends.get(partition), bounds.stored(partition)));
        }
        begun = true;
        log.info(
                "Reading {}, each from {}, to {}",
                partitions.all(),
                bounds.starts().values(),
                ends);
    }

    /** Told of each record that is done with, from any thread; the metadata is null when transformations dropped it. */
    void done(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (progress != null) {
            progress.done(record, metadata);
        }
    }

    private void measure(int records) {
        metrics.read(records);
        long now = System.nanoTime();
        if (now - nextReading < 0) {
            return;
        }
        nextReading = now + BETWEEN_READINGS_NANOS;
        long behind = 0;
        int ended = 0;
        for (TopicPartition partition : partitions.all()) {
            behind += reader.behind(partition).orElse(0);
            ended += reader.isAtEnd(partition) ? 1 : 0;
        }
        metrics.at(new TaskMetrics.Reading(behind, partitions.all().size(), ended));
    }

    /** Ends a {@link #next()} that another thread waits in. */
    void wakeup() {
        reader.wakeup();
    }

    @Override
    public void close() {
        metrics.close();
        reader.close();
    }
}

package io.freshet.connect.topic;

import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.transforms.record.PluginVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.RecordMetadata;
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

    private @Nullable PartitionCopy copy;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> settings) {
        copy = new PartitionCopy(
                new TopicSourceConfig(settings), TaskPartitions.fromSettings(settings), context.offsetStorageReader());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        consuming.lock();
        try {
            if (copy == null || stopping.getCount() == 0) {
                return null;
            }
            List<SourceRecord> records = copy.next();
            return records.isEmpty() ? null : records;
        } catch (RetriableException e) {
            // Connect polls again, and nothing of what was read is gone.
            stopping.await(RETRY_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            throw e;
        } finally {
            consuming.unlock();
        }
    }

    @Override
    public void commitRecord(SourceRecord sourceRecord, @Nullable RecordMetadata metadata) {
        if (copy != null) {
            copy.done(sourceRecord, metadata);
        }
    }

    @Override
    public void stop() {
        stopping.countDown();
        if (copy == null) {
            return;
        }
        if (!consuming.tryLock()) {
            copy.wakeup();
            consuming.lock();
        }
        try {
            copy.close();
        } finally {
            consuming.unlock();
        }
    }
}

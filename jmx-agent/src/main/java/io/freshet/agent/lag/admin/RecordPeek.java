package io.freshet.agent.lag.admin;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Looks whether what is left of a partition has any record, or only markers of transactions and what was aborted. */
final class RecordPeek implements AutoCloseable {
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);

    private final Map<String, Object> settings;
    private final Set<String> forbidden = new HashSet<>();
    private @Nullable Consumer<byte[], byte[]> consumer;

    RecordPeek(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.keySet().removeIf(key -> key.startsWith("group.") || key.startsWith("auto.offset"));
        this.settings.put("isolation.level", "read_committed");
        this.settings.put("enable.auto.commit", "false");
        this.settings.put("auto.offset.reset", "none");
        this.settings.put("allow.auto.create.topics", "false");
        this.settings.put("max.partition.fetch.bytes", "4096");
        this.settings.put("fetch.max.wait.ms", "50");
        this.settings.put("max.poll.records", "1");
    }

    /** Whether there is certainly no record; false also where that cannot be found out. */
    boolean isEmpty(TopicPartition partition, long from, long to, long timeoutMillis) {
        if (forbidden.contains(partition.topic())) {
            return false;
        }
        try {
            return reachesEnd(consumer(), partition, from, to, timeoutMillis);
        } catch (AuthorizationException e) {
            forbidden.add(partition.topic());
            close();
        } catch (KafkaException | IllegalStateException | LinkageError e) {
            // A record that cannot be decompressed here, say: there is one.
            close();
        }
        return false;
    }

    private static boolean reachesEnd(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long to, long timeoutMillis) {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (System.nanoTime() - end < 0) {
            if (!consumer.poll(LONGEST_POLL).isEmpty()) {
                return false;
            }
            if (consumer.position(partition, LONGEST_POLL) >= to) {
                return true;
            }
        }
        return false;
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    @Override
    @SuppressWarnings("deprecation") // Its successor is not in 3.9.
    public void close() {
        if (consumer != null) {
            try {
                consumer.close(Duration.ZERO);
            } catch (KafkaException e) {
                // It is of no more use.
            }
            consumer = null;
        }
    }
}

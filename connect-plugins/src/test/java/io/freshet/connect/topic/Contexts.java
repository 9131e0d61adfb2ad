package io.freshet.connect.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** What a worker gives a connector and its tasks, with offsets that outlive them. */
final class Contexts {
    final AtomicInteger reconfigurations = new AtomicInteger();
    final List<Exception> errors = new CopyOnWriteArrayList<>();
    private final Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();

    /** Stores how far these records come, as a worker does once they are written. */
    @SuppressWarnings("unchecked") // Connect declares offsets with wildcards, and reads them as objects
    void store(List<SourceRecord> written) {
        written.forEach(record -> offsets.put(record.sourcePartition(), (Map<String, Object>) record.sourceOffset()));
    }

    void store(String topic, int partition, long next) {
        offsets.put(Map.of("topic", topic, "partition", partition), Map.of("offset", next));
    }

    SourceConnectorContext connector() {
        return new SourceConnectorContext() {
            @Override
            public OffsetStorageReader offsetStorageReader() {
                return new Offsets();
            }

            @Override
            public void requestTaskReconfiguration() {
                reconfigurations.incrementAndGet();
            }

            @Override
            public void raiseError(Exception e) {
                errors.add(e);
            }

            @Override
            public PluginMetrics pluginMetrics() {
                throw new UnsupportedOperationException("newer than Connect 3.9");
            }
        };
    }

    SourceTaskContext task() {
        return new SourceTaskContext() {
            @Override
            public Map<String, String> configs() {
                throw new UnsupportedOperationException("not needed");
            }

            @Override
            public OffsetStorageReader offsetStorageReader() {
                return new Offsets();
            }

            @Override
            public PluginMetrics pluginMetrics() {
                throw new UnsupportedOperationException("newer than Connect 3.9");
            }
        };
    }

    private final class Offsets implements OffsetStorageReader {
        @Override
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            return offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, offsets.get(partition)));
            return found;
        }
    }
}

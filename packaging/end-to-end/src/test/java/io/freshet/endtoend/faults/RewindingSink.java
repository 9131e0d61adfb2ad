package io.freshet.endtoend.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Writes what it is given, and what it does, into a file: {@code task put partition offset value late}, {@code task rewind
 * partition offset}. Now and then it asks to have a batch again, or to go back some records.
 */
public final class RewindingSink extends SinkConnector {

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public Class<Task> taskClass() {
        return Task.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef().define("file", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where lines go");
    }

    /** Writes lines. */
    public static final class Task extends SinkTask {
        private static final int REWINDS = 12;
        private static final int BACK = 40;

        private final String name = UUID.randomUUID().toString().substring(0, 8);
        private final Map<TopicPartition, Long> firsts = new HashMap<>();
        private Path file = Path.of("");
        private int puts;
        private int rewinds;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> settings) {
            file = Path.of(String.valueOf(settings.get("file")));
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (records.isEmpty()) {
                return;
            }
            puts++;
            if (puts % 8 == 0) {
                throw new RetriableException("On purpose");
            }
            StringBuilder lines = new StringBuilder();
            SinkRecord last = null;
            for (SinkRecord record : records) {
                Header late = record.headers().lastWithName("freshet.late");
                lines.append(name).append(" put ").append(record.kafkaPartition());
                lines.append(' ').append(record.kafkaOffset()).append(' ').append(record.value());
                lines.append(' ').append(late == null ? 0 : late.value()).append('\n');
                firsts.putIfAbsent(partition(record), record.kafkaOffset());
                last = record;
            }
            if (puts % 3 == 0 && last != null && rewinds++ < REWINDS) {
                TopicPartition partition = partition(last);
                long back = Math.max(last.kafkaOffset() - BACK, firsts.getOrDefault(partition, 0L));
                context.offset(partition, back);
                lines.append(name).append(" rewind ").append(partition.partition());
                lines.append(' ').append(back).append('\n');
            }
            write(lines.toString());
        }

        private static TopicPartition partition(SinkRecord record) {
            return new TopicPartition(record.topic(), record.kafkaPartition());
        }

        private void write(String lines) {
            try {
                Files.write(file, lines.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new ConnectException(e);
            }
        }

        @Override
        public void stop() {}
    }
}

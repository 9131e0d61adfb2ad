package io.freshet.agent.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** A source connector that counts into a topic. */
public final class CountingSource extends SourceConnector {
    private Map<String, String> settings = Map.of();

    /** Makes a folder for {@code plugin.path} that has this connector, as its classes. */
    public static Path plugin(Path plugins) throws IOException {
        Path plugin = plugins.resolve("counting");
        String name = CountingSource.class.getName();
        Path classes = Files.createDirectories(
                plugin.resolve(CountingSource.class.getPackageName().replace('.', '/')));
        for (String file : new String[] {"CountingSource.class", "CountingSource$CountingTask.class"}) {
            Path built = Path.of("target", "test-classes", "io/freshet/agent/client", file);
            Files.copy(built, classes.resolve(file));
        }
        Path services = Files.createDirectories(plugin.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.apache.kafka.connect.source.SourceConnector"), name + "\n");
        return plugins;
    }

    @Override
    public void start(Map<String, String> properties) {
        settings = properties;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(settings);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef().define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where to count.");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> properties) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public String version() {
        return "1.0";
    }

    /** Counts. */
    public static final class CountingTask extends SourceTask {
        private String topic = "";
        private long next;

        @Override
        public void start(Map<String, String> properties) {
            topic = Objects.requireNonNull(properties.get("topic"));
        }

        @Override
        public @Nullable List<SourceRecord> poll() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(100);
            next++;
            return List.of(new SourceRecord(
                    Map.of("counter", "only"), Map.of("count", next), topic, Schema.STRING_SCHEMA, "count-" + next));
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1.0";
        }
    }
}

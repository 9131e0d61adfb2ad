package io.freshet.connect.topic;

import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.connect.topic.partition.TopicSizes;
import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.settings.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * Copies topics to topics, so that transformations can work on records on their way: a record keeps its key, partition, time and
 * headers, and with exactly once support nothing is lost or written twice.
 */
public final class TopicSourceConnector extends SourceConnector {
    private Map<String, String> settings = Map.of();
    private @Nullable TopicWatch watch;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return TopicSourceConfig.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TopicSourceTask.class;
    }

    @Override
    public void start(Map<String, String> connectorSettings) {
        settings = Map.copyOf(connectorSettings);
        TopicWatch starting = new TopicWatch(new TopicSourceConfig(settings), context(), this::copiedBefore);
        try {
            starting.start();
            watch = starting;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while the connector was starting", e);
        } finally {
            if (watch == null) {
                starting.close();
            }
        }
    }

    /** Whether Connect has stored how far some partition of these topics was read. */
    private boolean copiedBefore(TopicSizes topics) {
        List<Map<String, Object>> partitions = new ArrayList<>();
        topics.all().forEach(partition -> partitions.add(SourcePosition.partition(partition)));
        return context().offsetStorageReader().offsets(partitions).values().stream()
                .anyMatch(Objects::nonNull);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (TaskPartitions task : Objects.requireNonNull(watch, "not started").tasks(maxTasks)) {
            Map<String, String> taskSettings = new HashMap<>(settings);
            taskSettings.putAll(task.settings());
            tasks.add(taskSettings);
        }
        return tasks;
    }

    @Override
    public void stop() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorSettings) {
        return TopicSourceConfig.unchecked(connectorSettings).readsCommitted()
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
    }

    /**
     * Allows offsets that its tasks can start from.
     *
     * @throws ConnectException that says what is expected and what was found
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorSettings, Map<Map<String, ?>, Map<String, ?>> offsets) {
        NewOffsets.check(new TopicSourceConfig(connectorSettings), offsets);
        return true;
    }

    @Override
    public Config validate(Map<String, String> connectorSettings) {
        return Problems.addedTo(super.validate(connectorSettings), () -> problems(connectorSettings));
    }

    private static Map<String, String> problems(Map<String, String> connectorSettings) {
        TopicSourceConfig candidate = TopicSourceConfig.unchecked(connectorSettings);
        Map<String, String> problems = TopicSourceChecks.problems(candidate);
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            return TopicWatch.problems(candidate, candidate.briefAdmin());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while topics were looked up", e);
        }
    }
}

package io.freshet.connect.topic;

import io.freshet.connect.topic.discover.RefreshLoop;
import io.freshet.connect.topic.discover.SourceTopics;
import io.freshet.connect.topic.partition.TaskPartitions;
import io.freshet.connect.topic.partition.TopicSizes;
import io.freshet.connect.topic.prepare.TargetTopics;
import io.freshet.connect.topic.route.Route;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows at any time what the tasks are to read: look up, check, prepare the targets, split; and again when something appears. */
final class TopicWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

    private final TopicSourceConfig config;
    private final Route route;
    private final ConnectorContext context;
    private final SourceTopics sources;
    private final TargetTopics targets;
    private final RefreshLoop refresh;
    private TopicSizes atStart = TopicSizes.of(Map.of());
    /** A topic that a broker does not know any more is gone when the next look says the same: its news may be old. */
    private TopicSizes lastFound = TopicSizes.of(Map.of());
    /** Written by the refresh thread, read by the worker's. */
    private volatile TopicSizes current = TopicSizes.of(Map.of());

    TopicWatch(TopicSourceConfig config, ConnectorContext context, Predicate<TopicSizes> copiedBefore) {
        this.config = config;
        this.route = config.route();
        this.context = context;
        this.refresh = new RefreshLoop(
                "freshet-topic-source-" + config.connectorName() + "-refresh", config.refreshInterval(), this::refresh);
        this.sources = new SourceTopics(Admin.create(config.sourceAdmin()), route.from());
        try {
            this.targets = new TargetTopics(
                    Admin.create(config.targetAdmin()),
                    route,
                    config.targetSetup(),
                    config.replicationFactor(),
                    config.targetTopicConfig(),
                    copiedBefore);
        } catch (KafkaException e) {
            sources.close();
            throw e;
        }
    }

    void start() throws InterruptedException {
        TopicSizes found = sources.findAll();
        Map<String, String> missing = config.missingOffsets(found.all());
        if (!missing.isEmpty()) {
            throw new ConfigException(String.join("; ", missing.values()));
        }
        prepare(found);
        atStart = found;
        if (found.topics().isEmpty()) {
            if (config.end().isPresent()) {
                throw new ConfigException(route.from().describe()
                        + ": with an end, at least one topic must be there at the start. Found: none");
            }
            log.warn("No topic yet for {}", route.from().describe());
        }
        // What is to come to an end has its partitions from the beginning.
        if (config.end().isEmpty()) {
            refresh.start();
        }
    }

    /** Tasks are only ever given what was checked and has a target. */
    private void prepare(TopicSizes found) throws InterruptedException {
        route.refuseOwnOutput(found.topics());
        targets.prepare(found);
        targets.prepareProgress(config.progressTopic());
        current = found;
    }

    private boolean refresh() throws InterruptedException {
        try {
            TopicSizes found = sources.find();
            boolean stale = found.lacks(current) && !found.equals(lastFound);
            lastFound = found;
            if (!stale && !found.equals(current)) {
                log.info("Splitting partitions anew. Found: {}, before: {}", found.partitions(), current.partitions());
                prepare(found);
                context.requestTaskReconfiguration();
            }
            return true;
        } catch (ConfigException e) {
            context.raiseError(e);
            return false;
        } catch (KafkaException e) {
            log.warn("New topics and partitions could not be looked for; trying again", e);
            return true;
        }
    }

    List<TaskPartitions> tasks(int max) {
        return TaskPartitions.split(current, max, atStart::has);
    }

    /** What is wrong with the topics that the settings select now, before anything is started. */
    static Map<String, String> problems(TopicSourceConfig config, Map<String, Object> admin)
            throws InterruptedException {
        TopicSizes found;
        try (SourceTopics sources =
                new SourceTopics(Admin.create(admin), config.route().from())) {
            found = sources.findAll();
        } catch (ConfigException e) {
            return Map.of(TopicSourceConfig.TOPICS, e.getMessage());
        } catch (KafkaException e) {
            Throwable cause = e instanceof ConnectException || e.getCause() == null ? e : e.getCause();
            return Map.of(
                    TopicSourceConfig.SOURCE_BOOTSTRAP, TopicSourceConfig.SOURCE_BOOTSTRAP + ": " + cause.getMessage());
        }
        try {
            config.route().refuseOwnOutput(found.topics());
            return config.missingOffsets(found.all());
        } catch (ConfigException e) {
            return Map.of(TopicSourceConfig.TOPIC_FORMAT, e.getMessage());
        }
    }

    @Override
    public void close() {
        refresh.close();
        sources.close();
        targets.close();
    }
}

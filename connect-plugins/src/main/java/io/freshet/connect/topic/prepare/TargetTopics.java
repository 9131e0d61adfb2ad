package io.freshet.connect.topic.prepare;

import io.freshet.connect.topic.partition.TopicSizes;
import io.freshet.connect.topic.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that records go to. A record keeps its partition, so a target has at least as many as its source.
 *
 * <p>A target that is too small is grown only when this connector already writes to it: more partitions cannot be taken
 * back, and they move the keys of everybody else who writes there.
 */
public final class TargetTopics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TargetTopics.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** Nobody reads these records: what counts is the offset that Connect stores with them. */
    private static final Map<String, String> PROGRESS_CONFIG = Map.of("retention.ms", "86400000");

    private static final int LOOKS = 5;
    private static final long PAUSE_MILLIS = 200;

    private final Admin admin;
    private final Route route;
    private final TargetSetup setup;
    private final short replicationFactor;
    private final Map<String, String> topicConfig;
    private final Predicate<TopicSizes> copiedBefore;
    private final Set<String> prepared = new HashSet<>();

    /**
     * Owns the admin client.
     *
     * @param copiedBefore whether an earlier run of the connector copied records of these source topics
     */
    public TargetTopics(
            Admin admin,
            Route route,
            TargetSetup setup,
            short replicationFactor,
            Map<String, String> topicConfig,
            Predicate<TopicSizes> copiedBefore) {
        this.admin = admin;
        this.route = route;
        this.setup = setup;
        this.replicationFactor = replicationFactor;
        this.topicConfig = Map.copyOf(topicConfig);
        this.copiedBefore = copiedBefore;
    }

    /** Makes sure that every record of these topics has a partition to go to. */
    public void prepare(TopicSizes sources) throws InterruptedException {
        if (setup == TargetSetup.NONE) {
            return;
        }
        try {
            prepareAll(sources);
        } catch (ExecutionException e) {
            throw new ConnectException("The target topics could not be prepared: " + e.getMessage(), e);
        }
    }

    /** Makes sure that the topic is there to which records go that only say how far reading has come. */
    public void prepareProgress(Optional<String> topic) throws InterruptedException {
        if (topic.isEmpty() || setup == TargetSetup.NONE) {
            return;
        }
        try {
            if (sizes(Set.of(topic.get())).isEmpty()) {
                if (setup == TargetSetup.CHECK) {
                    throw missing(topic.get(), 1);
                }
                create(topic.get(), 1, PROGRESS_CONFIG);
            }
        } catch (ExecutionException e) {
            throw new ConnectException("The topic " + topic.get() + " could not be prepared: " + e.getMessage(), e);
        }
    }

    private void prepareAll(TopicSizes sources) throws InterruptedException, ExecutionException {
        Map<String, Integer> existing = sizes(route.targets(sources).topics());
        for (Map.Entry<String, Integer> source : sources.partitions().entrySet()) {
            String topic = source.getKey();
            int partitions = source.getValue();
            Integer found = existing.get(route.target(topic));
            if (found == null) {
                found = create(topic, partitions);
            }
            if (found < partitions) {
                grow(topic, partitions, found);
            }
            prepared.add(topic);
        }
    }

    /** Returns how many partitions the target has then. */
    private int create(String topic, int partitions) throws InterruptedException, ExecutionException {
        String target = route.target(topic);
        if (setup == TargetSetup.CHECK) {
            throw missing(target, partitions);
        }
        if (!create(target, partitions, topicConfig)) {
            return existingSize(target);
        }
        log.info("Created the topic {} with {} partitions for the records of {}", target, partitions, topic);
        return partitions;
    }

    /** Returns whether it was this that created the topic. */
    private boolean create(String target, int partitions, Map<String, String> config)
            throws InterruptedException, ExecutionException {
        NewTopic newTopic = new NewTopic(
                target,
                Optional.of(partitions),
                replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor));
        try {
            admin.createTopics(List.of(newTopic.configs(config))).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** Of a topic that somebody else has just created: a broker may hear of it a moment later. */
    private int existingSize(String target) throws InterruptedException, ExecutionException {
        for (int look = 1; look <= LOOKS; look++) {
            Integer size = sizes(Set.of(target)).get(target);
            if (size != null) {
                return size;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        throw new ConnectException("The topic " + target + " exists, but no broker describes it");
    }

    private static ConfigException missing(String target, int partitions) {
        return new ConfigException("target.topic.setup: with check, every target topic must exist. Missing: "
                + target + ". Create it: kafka-topics.sh --create --topic " + target + " --partitions "
                + partitions);
    }

    private void grow(String topic, int partitions, int found) throws InterruptedException, ExecutionException {
        if (!mayGrow(topic, partitions)) {
            throw tooSmall(topic, partitions, found);
        }
        String target = route.target(topic);
        admin.createPartitions(Map.of(target, NewPartitions.increaseTo(partitions)))
                .all()
                .get();
        log.info("Grew the topic {} from {} to {} partitions, as many as {} has", target, found, partitions, topic);
    }

    private boolean mayGrow(String topic, int partitions) {
        return setup == TargetSetup.CREATE
                && (prepared.contains(topic) || copiedBefore.test(TopicSizes.of(Map.of(topic, partitions))));
    }

    private ConfigException tooSmall(String topic, int partitions, int found) {
        String target = route.target(topic);
        return new ConfigException("The topic " + target + " must have at least as many partitions as " + topic
                + ", because a record keeps its partition. Found: " + found + " and " + partitions
                + ". Add partitions: kafka-topics.sh --alter --topic " + target + " --partitions " + partitions
                + "; or choose another topic.format");
    }

    private Map<String, Integer> sizes(Set<String> targets) throws InterruptedException, ExecutionException {
        Map<String, Integer> sizes = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> described :
                admin.describeTopics(new ArrayList<>(targets)).topicNameValues().entrySet()) {
            try {
                sizes.put(
                        described.getKey(),
                        described.getValue().get().partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return sizes;
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }
}

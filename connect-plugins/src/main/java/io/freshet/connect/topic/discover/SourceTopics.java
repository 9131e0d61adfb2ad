package io.freshet.connect.topic.discover;

import io.freshet.connect.topic.partition.TopicSizes;
import io.freshet.connect.topic.route.TopicSelection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/** The selected topics of the source cluster and how many partitions they have now. */
public final class SourceTopics implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private static final int LOOKS = 5;
    private static final long PAUSE_MILLIS = 200;

    private final Admin admin;
    private final TopicSelection selection;

    /** Owns the admin client. */
    public SourceTopics(Admin admin, TopicSelection selection) {
        this.admin = admin;
        this.selection = selection;
    }

    /** As {@link #find()}, but every topic that is named has to exist. */
    public TopicSizes findAll() throws InterruptedException {
        TopicSizes found = find();
        // A broker may hear of a new topic a moment later than the one that created it.
        for (int look = 1; look < LOOKS && !missing(found).isEmpty(); look++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            found = find();
        }
        Set<String> missing = missing(found);
        if (!missing.isEmpty()) {
            throw new ConfigException(
                    "topics: every topic must exist in the cluster of source.bootstrap.servers. Missing: "
                            + String.join(", ", missing));
        }
        return found;
    }

    private Set<String> missing(TopicSizes found) {
        Set<String> missing =
                selection instanceof TopicSelection.Listed listed ? new TreeSet<>(listed.topics()) : new TreeSet<>();
        missing.removeAll(found.topics());
        return missing;
    }

    /** What the selection finds; topics that do not exist are left out. */
    public TopicSizes find() throws InterruptedException {
        try {
            Map<String, Integer> sizes = new TreeMap<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> described :
                    admin.describeTopics(candidates()).topicNameValues().entrySet()) {
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
            return TopicSizes.of(sizes);
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "The topics of source.bootstrap.servers could not be looked up: " + e.getMessage(), e);
        }
    }

    private Set<String> candidates() throws InterruptedException, ExecutionException {
        if (selection instanceof TopicSelection.Listed listed) {
            return listed.topics();
        }
        Set<String> candidates = new TreeSet<>(admin.listTopics().names().get());
        candidates.removeIf(topic -> !selection.includes(topic));
        return candidates;
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }
}

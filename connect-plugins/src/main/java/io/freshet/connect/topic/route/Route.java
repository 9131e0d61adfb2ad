package io.freshet.connect.topic.route;

import io.freshet.connect.topic.partition.TopicSizes;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/** From which topics to which. */
public record Route(TopicSelection from, TopicFormat to) {

    public String target(String topic) {
        return to.apply(topic);
    }

    /** The target topics, each as large as its source. */
    public TopicSizes targets(TopicSizes sources) {
        Map<String, Integer> targets = new TreeMap<>();
        sources.partitions().forEach((topic, partitions) -> targets.put(target(topic), partitions));
        return TopicSizes.of(targets);
    }

    /**
     * A connector that reads what it writes never comes to an end. Which cluster its worker writes to is hidden from a
     * connector, so this is refused between different clusters too.
     */
    public void refuseOwnOutput(Collection<String> sources) {
        for (String topic : sources) {
            if (from.includes(target(topic))) {
                throw new ConfigException(
                        "topic.format: a target topic must not be read again. Found: " + topic + " -> "
                                + target(topic) + ", which " + from.describe()
                                + " selects too. Choose another topic.format or narrow the selection");
            }
        }
    }
}

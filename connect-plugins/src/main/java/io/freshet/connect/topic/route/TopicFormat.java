package io.freshet.connect.topic.route;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** How the name of a target topic comes from that of its source topic. */
public record TopicFormat(String format) {
    /** Stands for the name of the source topic. */
    public static final String TOPIC = "${topic}";

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    public boolean isConstant() {
        return !format.contains(TOPIC);
    }

    /** Whether it can give the name of a topic at all. */
    public boolean isLegal() {
        return isLegal(format.replace(TOPIC, "t"));
    }

    /** The name of the topic that records of this one go to. */
    public String apply(String topic) {
        String target = format.replace(TOPIC, topic);
        if (!isLegal(target)) {
            throw new ConfigException(
                    "topic.format: must give names of 1 to 249 letters, digits, '.', '_' and '-'. Found: " + target
                            + " for the topic " + topic);
        }
        return target;
    }

    /** Whether Kafka takes this as the name of a topic. */
    public static boolean isLegal(String topic) {
        return LEGAL.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    }
}

package io.freshet.connect.topic.route;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which topics are read. */
public sealed interface TopicSelection {
    boolean includes(String topic);

    /** The setting and its value, for messages. */
    String describe();

    /** The topics that {@code topics} lists. */
    record Listed(Set<String> topics) implements TopicSelection {
        public Listed {
            topics = Set.copyOf(topics);
        }

        @Override
        public boolean includes(String topic) {
            return topics.contains(topic);
        }

        @Override
        public String describe() {
            return "topics=" + String.join(",", new TreeSet<>(topics));
        }
    }

    /** The topics whose whole name matches {@code topics.regex}. */
    record Matching(Pattern regex) implements TopicSelection {
        @Override
        public boolean includes(String topic) {
            return regex.matcher(topic).matches();
        }

        @Override
        public String describe() {
            return "topics.regex=" + regex;
        }
    }
}

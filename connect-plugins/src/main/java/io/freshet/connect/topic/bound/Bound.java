package io.freshet.connect.topic.bound;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;

/** A place in every partition that is read. */
public sealed interface Bound {
    /** The order of topics and numbers. */
    Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** The first record there is. */
    record Earliest() implements Bound {}

    /** Where the next record will be written. */
    record Latest() implements Bound {}

    /** The first record whose timestamp is this one or later; where there is none, the same as {@link Latest}. */
    record Time(Instant time) implements Bound {}

    /** These records. */
    record Offsets(Map<TopicPartition, Long> offsets) implements Bound {
        public Offsets {
            Map<TopicPartition, Long> ordered = new TreeMap<>(ORDER);
            ordered.putAll(offsets);
            offsets = Collections.unmodifiableMap(ordered);
        }
    }

    /**
     * Reads {@code earliest}, {@code latest}, a time with its zone as of ISO 8601, or offsets as
     * {@code topic:partition:offset,...}, which is what {@code kafka-get-offsets.sh} prints.
     *
     * @throws ConfigException that names the setting and what was expected
     */
    static Bound parse(String setting, String text) {
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default -> looksLikeTime(text) ? new Time(time(setting, text)) : new Offsets(offsets(setting, text));
        };
    }

    /** Topics may begin with a digit, but their offsets have no T. */
    private static boolean looksLikeTime(String text) {
        return text.matches("[+-]?\\d+-\\d\\d-\\d\\dT.*");
    }

    private static Instant time(String setting, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ConfigException(
                    setting,
                    text,
                    "Expecting a time with its zone, such as 2026-11-01T00:00:00Z or 2026-11-01T08:00:00+01:00");
        }
    }

    private static Map<TopicPartition, Long> offsets(String setting, String text) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.strip().split(":", -1);
            if (parts.length != 3
                    || parts[0].isEmpty()
                    || !parts[1].matches("\\d{1,9}")
                    || !parts[2].matches("\\d{1,18}")) {
                throw new ConfigException(
                        setting,
                        text,
                        "Expecting a time with its zone such as 2026-11-01T00:00:00Z, offsets such as"
                                + " flights:0:120,flights:1:95, or a word that the setting takes. Found: " + entry);
            }
            TopicPartition partition = new TopicPartition(parts[0], Integer.parseInt(parts[1]));
            if (offsets.put(partition, Long.parseLong(parts[2])) != null) {
                throw new ConfigException(
                        setting, text, "Expecting one offset for each partition. Twice: " + partition);
            }
        }
        return offsets;
    }
}

package io.freshet.transforms.record;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record with which a transformation cannot do what it is for.
 *
 * @param topic where it goes, if it is routed
 */
public record Fallback(Kind kind, String topic) {

    /** What can become of it. */
    public enum Kind {
        /** It goes on as it is. */
        PASS,
        /** What was to be added is there, and null. */
        NULL,
        /** It goes on with a header that says so. */
        TAG,
        /** It ends here. */
        DROP,
        /** It is an error of this record, which Connect's {@code errors.tolerance} governs. */
        FAIL,
        /** It goes to another topic, with a header that says why. */
        ROUTE
    }

    /** All that a transformation which adds nothing can do. */
    public static final Set<Kind> WITHOUT_NULL = Set.copyOf(EnumSet.complementOf(EnumSet.of(Kind.NULL)));

    private static final Set<Kind> ALL = Set.of(Kind.values());
    private static final String ROUTE = "route:";

    /**
     * Reads a fallback, such as {@code tag} or {@code route:flights-without-airport}.
     *
     * @throws ConfigException if it is none
     */
    public static Fallback parse(String setting, String text) {
        return parse(setting, text, ALL);
    }

    private static Fallback parse(String setting, String text, Set<Kind> allowed) {
        if (text.startsWith(ROUTE)) {
            String topic = text.substring(ROUTE.length());
            if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
                throw new ConfigException(setting, text, "Expecting the name of a topic after " + ROUTE);
            }
            return new Fallback(Kind.ROUTE, topic);
        }
        for (Kind kind : allowed) {
            if (kind != Kind.ROUTE && name(kind).equals(text)) {
                return new Fallback(kind, "");
            }
        }
        throw new ConfigException(setting, text, "Expecting one of " + String.join(", ", names(allowed)));
    }

    private static List<String> names(Set<Kind> allowed) {
        return Arrays.stream(Kind.values())
                .filter(allowed::contains)
                .map(kind -> kind == Kind.ROUTE ? ROUTE + "<topic>" : name(kind))
                .toList();
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns if a record that this becomes of goes on to where it was going. */
    public boolean goesOn() {
        return kind == Kind.PASS || kind == Kind.TAG || kind == Kind.NULL;
    }

    /**
     * Does with a record what this says, where that is not to add anything; null is what Connect takes for: not any further.
     *
     * @param header the header that a record gets which is tagged or routed
     * @param tag its value
     * @param why what was wrong, without what is in the record
     * @throws DataException if it is to fail
     * @throws RouteOfSinkError if a sink's record is to be routed
     */
    public <R extends ConnectRecord<R>> @Nullable R take(
            R record, String header, SchemaAndValue tag, String why, @Nullable DataException cause) {
        return switch (kind) {
            case PASS, NULL -> record;
            case TAG -> tagged(record, record.topic(), record.kafkaPartition(), header, tag);
            case ROUTE -> routed(record, header, tag);
            case DROP -> null;
            case FAIL -> throw new DataException(position(record) + ": " + why, cause);
        };
    }

    /** Does with a record what this says; the header has the reason. */
    public <R extends ConnectRecord<R>> @Nullable R take(
            R record, String header, String why, @Nullable DataException cause) {
        return take(record, header, text(why), why, cause);
    }

    /** Returns a header's value. */
    public static SchemaAndValue text(String text) {
        return new SchemaAndValue(Schema.STRING_SCHEMA, text);
    }

    /** Returns a new record with a header more. */
    public static <R extends ConnectRecord<R>> R tagged(R record, String header, String text) {
        return tagged(record, record.topic(), record.kafkaPartition(), header, text(text));
    }

    /** Connect has no dead letter queue for sources; sinks have one, and a sink's records keep their topic. */
    private <R extends ConnectRecord<R>> R routed(R record, String header, SchemaAndValue tag) {
        refuseRouteOf(record);
        return tagged(record, topic, null, header, tag);
    }

    /**
     * Refuses a record of a sink if this is a route, whether or not the record is to take it.
     *
     * @throws RouteOfSinkError if it is
     */
    public void refuseRouteOf(ConnectRecord<?> record) {
        if (kind == Kind.ROUTE && record instanceof SinkRecord) {
            throw new RouteOfSinkError(topic);
        }
    }

    private static <R extends ConnectRecord<R>> R tagged(
            R record, String topic, @Nullable Integer partition, String header, SchemaAndValue tag) {
        return record.newRecord(
                topic,
                partition,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers().duplicate().add(header, tag));
    }

    /** Returns where a record is, for messages. */
    public static String position(ConnectRecord<?> record) {
        return "Record of topic " + record.topic() + ", partition " + record.kafkaPartition();
    }

    /** Accepts what {@link #parse} does. */
    public static final class Validator implements ConfigDef.Validator {
        private final Set<Kind> allowed;

        /** Accepts all. */
        public Validator() {
            this(ALL);
        }

        /** Accepts some. */
        public Validator(Set<Kind> allowed) {
            this.allowed = allowed;
        }

        @Override
        public void ensureValid(String setting, Object value) {
            parse(setting, String.valueOf(value), allowed);
        }

        @Override
        public String toString() {
            return "[" + String.join(", ", names(allowed)) + "]";
        }
    }
}

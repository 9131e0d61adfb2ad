package io.freshet.transforms.enrich;

import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.table.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The time at which a record's row was valid. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class AsOf {

    private static final String LATEST = "latest";
    private static final String RECORD_TIME = "record-time";
    private static final String FIELD = "field:";

    /** What an int64 of these names counts; one that has no name counts milliseconds. */
    private static final Set<String> MILLIS = Set.of(Timestamp.LOGICAL_NAME, "io.debezium.time.Timestamp");

    private static final String MICROS = "io.debezium.time.MicroTimestamp";
    private static final String NANOS = "io.debezium.time.NanoTimestamp";

    private interface Clock {
        long of(ConnectRecord<?> record);
    }

    private final String text;
    private final Clock clock;

    private AsOf(String text, Clock clock) {
        this.text = text;
        this.clock = clock;
    }

    /**
     * Reads a time of records: {@code latest}, {@code record-time} or {@code field:<path>}.
     *
     * @throws ConfigException if it is none; it names {@code setting}
     */
    static AsOf parse(String setting, String text) {
        if (text.equals(LATEST)) {
            return new AsOf(text, record -> Table.LATEST);
        }
        if (text.equals(RECORD_TIME)) {
            return new AsOf(text, AsOf::timestamp);
        }
        if (!text.startsWith(FIELD)) {
            throw new ConfigException(setting, text, "Expecting one of " + names());
        }
        FieldPath path = FieldPath.parse(setting, text.substring(FIELD.length()));
        return new AsOf(text, record -> time(path, record));
    }

    private static String names() {
        return String.join(", ", LATEST, RECORD_TIME, FIELD + "<path>");
    }

    /** Returns if this asks for no time. */
    boolean isLatest() {
        return text.equals(LATEST);
    }

    /**
     * Returns a record's time, in milliseconds since the epoch, or {@link Table#LATEST}.
     *
     * @throws DataException if it has none; the message names the path and the type found
     */
    long of(ConnectRecord<?> record) {
        return clock.of(record);
    }

    private static long timestamp(ConnectRecord<?> record) {
        Long timestamp = record.timestamp();
        if (timestamp == null) {
            throw new DataException(
                    "Setting 'as.of' (" + RECORD_TIME + "): expecting a time in the record. Found: none");
        }
        return timestamp;
    }

    private static long time(FieldPath path, ConnectRecord<?> record) {
        Object value = path.valueIn(record.value());
        if (value instanceof Date date) {
            return date.getTime();
        }
        if (value instanceof Long count) {
            return millis(path, count, path.schemaIn(record.valueSchema()));
        }
        if (value instanceof String text) {
            return millis(path, text);
        }
        throw expecting(path, value == null ? "null" : value.getClass().getName());
    }

    private static long millis(FieldPath path, long count, @Nullable Schema schema) {
        String name = schema == null ? null : schema.name();
        if (name == null || MILLIS.contains(name)) {
            return count;
        }
        return switch (name) {
            case MICROS -> Math.floorDiv(count, 1_000L);
            case NANOS -> Math.floorDiv(count, 1_000_000L);
            default -> throw expecting(path, name);
        };
    }

    private static long millis(FieldPath path, String text) {
        try {
            return DateTimeFormatter.ISO_ZONED_DATE_TIME
                    .parse(text, Instant::from)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            // What it says quotes the text, which is payload.
            throw expecting(path, "other text");
        }
    }

    private static DataException expecting(FieldPath path, String found) {
        return new DataException(
                "Setting 'as.of' (" + FIELD + path + "): expecting int64 milliseconds, a Connect Timestamp"
                        + " or Date, or ISO-8601 text with a zone. Found: " + found);
    }

    /** Returns the setting's text. */
    @Override
    public String toString() {
        return text;
    }

    /** Accepts what {@link #parse} does. */
    static final class Validator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String setting, Object value) {
            parse(setting, String.valueOf(value));
        }

        @Override
        public String toString() {
            return "[" + names() + "]";
        }
    }
}

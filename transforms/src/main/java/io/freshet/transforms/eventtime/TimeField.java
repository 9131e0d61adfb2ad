package io.freshet.transforms.eventtime;

import io.freshet.transforms.record.FieldPath;
import java.time.DateTimeException;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The time in a field. Where its schema says what it is, that holds: Connect's timestamps and dates, and Debezium's. Everything
 * else is read as the settings say. Used by one thread.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class TimeField {

    private static final String DEBEZIUM_TIME = "io.debezium.time.";

    private final FieldPath path;
    private final TimeFormat format;
    private @Nullable Schema lastSchema;
    private TimeFormat lastFormat;

    /**
     * @param format how a time is written whose schema does not tell
     */
    TimeField(FieldPath path, TimeFormat format) {
        this.path = path;
        this.format = format;
        this.lastFormat = format;
    }

    /**
     * Returns the time, in milliseconds since the epoch, null where it is null or not there.
     *
     * @throws DataException if it is none; the message names the field, and not what is in it
     */
    @Nullable
    Long in(Object structOrMap, @Nullable Schema schema) {
        Object value = path.valueIn(structOrMap);
        if (value == null) {
            return null;
        }
        TimeFormat format = schema == null ? this.format : format(schema);
        try {
            return value instanceof Date date && format != TimeFormat.TIME_OF_DAY
                    ? date.getTime()
                    : format.millis(value);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            // What these say quotes the value, which is payload.
            throw new DataException("Field " + path + ": expecting " + format + ". Found: "
                    + value.getClass().getName() + " that is none");
        }
    }

    private TimeFormat format(Schema schema) {
        if (schema != lastSchema) {
            lastSchema = schema;
            Schema told = path.schemaIn(schema);
            lastFormat = told == null || told.name() == null ? format : format(told.name());
        }
        return lastFormat;
    }

    private TimeFormat format(String name) {
        return switch (name) {
            case Timestamp.LOGICAL_NAME, DEBEZIUM_TIME + "Timestamp" -> TimeFormat.EPOCH_MILLIS;
            case DEBEZIUM_TIME + "MicroTimestamp" -> TimeFormat.EPOCH_MICROS;
            case DEBEZIUM_TIME + "NanoTimestamp" -> TimeFormat.EPOCH_NANOS;
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME, DEBEZIUM_TIME + "Date" -> TimeFormat.EPOCH_DAYS;
            case DEBEZIUM_TIME + "ZonedTimestamp", DEBEZIUM_TIME + "IsoTimestamp", DEBEZIUM_TIME + "IsoDate" ->
                TimeFormat.ISO_8601_UTC;
            case Time.LOGICAL_NAME,
                    DEBEZIUM_TIME + "Time",
                    DEBEZIUM_TIME + "MicroTime",
                    DEBEZIUM_TIME + "NanoTime",
                    DEBEZIUM_TIME + "ZonedTime",
                    DEBEZIUM_TIME + "IsoTime" -> TimeFormat.TIME_OF_DAY;
            default -> format;
        };
    }

    /** Returns the path as it was written. */
    @Override
    public String toString() {
        return path.toString();
    }
}

package io.freshet.connect.table.read;

import io.freshet.transforms.record.FieldPath;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** When what a record tells has happened, by a field of its value. */
public final class EventTime {

    private final FieldPath path;
    private final ChronoUnit unit;

    /** @param unit of numbers */
    public EventTime(FieldPath path, ChronoUnit unit) {
        this.path = path;
        this.unit = unit;
    }

    /**
     * Returns microseconds since 1970. A deletion without the field happened at the record's time.
     *
     * @throws DataException if there is no time
     */
    long micros(SinkRecord record, boolean deletion) {
        Object value = record.value() == null ? null : path.valueIn(record.value());
        if (value != null) {
            try {
                return micros(value);
            } catch (ArithmeticException e) {
                throw new DataException(
                        "Field " + path + " (event.time): expecting a time. Found: one that is too far away");
            }
        }
        if (deletion && record.timestamp() != null) {
            return record.timestamp() * 1_000;
        }
        throw new DataException("Field " + path + " (event.time): expecting a time. Found: null");
    }

    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    private long micros(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            return switch (unit) {
                case SECONDS -> Math.multiplyExact(number, 1_000_000L);
                case MILLIS -> Math.multiplyExact(number, 1_000L);
                case NANOS -> Math.floorDiv(number, 1_000L);
                default -> number;
            };
        }
        if (value instanceof java.util.Date date) {
            return date.getTime() * 1_000;
        }
        Instant parsed = value instanceof String text ? parsed(text) : null;
        if (parsed == null) {
            throw new DataException(
                    "Field " + path + " (event.time): expecting a number, a timestamp or ISO 8601 with a"
                            + " zone. Found: a value of " + value.getClass().getSimpleName() + " that is none");
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, parsed);
    }

    private static @Nullable Instant parsed(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}

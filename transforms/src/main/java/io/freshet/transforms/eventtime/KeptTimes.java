package io.freshet.transforms.eventtime;

import io.freshet.transforms.record.AddedFields;
import io.freshet.transforms.record.RecordPart;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Writes the times of an event into a copy of its record: one is its timestamp, each may have a header or a field. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class KeptTimes {

    private static final Schema TIMESTAMP = Timestamp.SCHEMA;
    private static final Schema OPTIONAL_TIMESTAMP =
            Timestamp.builder().optional().build();

    /** Where each time goes that goes anywhere. */
    private final List<Kept> headers = new ArrayList<>();

    private final List<Kept> fields = new ArrayList<>();
    private final AddedFields added;
    private final Clock clock;

    private record Kept(Kind kind, String name) {}

    /** The times of an event. */
    enum Kind {
        /** When it happened, as the record says. */
        EVENT,
        /** When the broker took it, or whoever else gave the record the time that it came with. */
        LOG_APPEND,
        /** When this transformation saw it. */
        PROCESSING
    }

    /**
     * @param places where times go, by kind
     */
    KeptTimes(Map<Kind, TimePlace> places, Clock clock) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        places.forEach((kind, place) -> {
            if (place instanceof TimePlace.InHeader header) {
                headers.add(new Kept(kind, header.name()));
            } else if (place instanceof TimePlace.InField field) {
                fields.add(new Kept(kind, field.name()));
                schemas.put(field.name(), OPTIONAL_TIMESTAMP);
            }
        });
        this.added = new AddedFields(schemas);
        this.clock = clock;
    }

    /**
     * Returns the record with its times. What has no fields gets none.
     *
     * @param event when it happened; null leaves the record the timestamp that it has
     */
    <R extends ConnectRecord<R>> R addTo(R record, RecordPart part, @Nullable Long event) {
        if (headers.isEmpty() && fields.isEmpty()) {
            return event == null || event.equals(record.timestamp()) ? record : timed(record, event);
        }
        Times times = new Times(event, logAppend(record), clock.millis());
        Schema schema = part.schemaOf(record);
        Object value = Objects.requireNonNull(part.valueOf(record));
        boolean key = part == RecordPart.KEY;
        boolean adds = !fields.isEmpty() && (value instanceof Struct || value instanceof Map);
        Schema newSchema = adds ? added.schema(schema) : schema;
        Object newValue = adds ? added.addTo(value, times) : value;
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                key ? newSchema : record.keySchema(),
                key ? newValue : record.key(),
                key ? record.valueSchema() : newSchema,
                key ? record.value() : newValue,
                event == null ? record.timestamp() : event,
                headers.isEmpty() ? record.headers() : headers(record, times));
    }

    private static <R extends ConnectRecord<R>> R timed(R record, Long event) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                event,
                record.headers());
    }

    /** A sink's record tells whose time it came with; a source's does not. */
    private static @Nullable Long logAppend(ConnectRecord<?> record) {
        boolean other = record instanceof SinkRecord sink && sink.timestampType() != TimestampType.LOG_APPEND_TIME;
        return other ? null : record.timestamp();
    }

    private Headers headers(ConnectRecord<?> record, Times times) {
        Headers copy = record.headers().duplicate();
        for (Kept each : headers) {
            copy.remove(each.name);
            Long time = times.of(each.kind);
            if (time != null) {
                copy.add(each.name, new SchemaAndValue(TIMESTAMP, new Date(time)));
            }
        }
        return copy;
    }

    /** The times of one record. */
    private final class Times implements AddedFields.Values {
        private final @Nullable Long event;
        private final @Nullable Long logAppend;
        private final long processing;

        Times(@Nullable Long event, @Nullable Long logAppend, long processing) {
            this.event = event;
            this.logAppend = logAppend;
            this.processing = processing;
        }

        @Nullable
        Long of(Kind kind) {
            return switch (kind) {
                case EVENT -> event;
                case LOG_APPEND -> logAppend;
                case PROCESSING -> processing;
            };
        }

        @Override
        public @Nullable Object typed(int index) {
            Long time = of(fields.get(index).kind);
            return time == null ? null : new Date(time);
        }

        @Override
        public @Nullable Object schemaless(int index) {
            return of(fields.get(index).kind);
        }
    }
}

package io.freshet.transforms.record;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transformation reads and writes, so that {@code $Key} and {@code $Value} share their logic. */
public enum RecordPart {
    KEY,
    VALUE;

    /** Returns this part's data, a {@code Struct}, a {@code Map}, a scalar or null. */
    public @Nullable Object valueOf(ConnectRecord<?> record) {
        return this == KEY ? record.key() : record.value();
    }

    /** Returns this part's schema, null where the record has none. */
    public @Nullable Schema schemaOf(ConnectRecord<?> record) {
        return this == KEY ? record.keySchema() : record.valueSchema();
    }

    /** Returns a new record that differs from {@code record} in this part and its headers. */
    public <R extends ConnectRecord<R>> R replace(
            R record, @Nullable Schema schema, @Nullable Object value, Headers headers) {
        boolean key = this == KEY;
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                key ? schema : record.keySchema(),
                key ? value : record.key(),
                key ? record.valueSchema() : schema,
                key ? record.value() : value,
                record.timestamp(),
                headers);
    }
}

package io.freshet.transforms.record;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transformation reads and writes, so that {@code $Key} and {@code $Value} share their logic. */
public enum RecordPart {
    KEY {
        @Override
        public @Nullable Object valueOf(ConnectRecord<?> record) {
            return record.key();
        }

        @Override
        public @Nullable Schema schemaOf(ConnectRecord<?> record) {
            return record.keySchema();
        }

        @Override
        public <R extends ConnectRecord<R>> R replace(
                R record, @Nullable Schema schema, @Nullable Object value, Headers headers) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    schema,
                    value,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp(),
                    headers);
        }
    },

    VALUE {
        @Override
        public @Nullable Object valueOf(ConnectRecord<?> record) {
            return record.value();
        }

        @Override
        public @Nullable Schema schemaOf(ConnectRecord<?> record) {
            return record.valueSchema();
        }

        @Override
        public <R extends ConnectRecord<R>> R replace(
                R record, @Nullable Schema schema, @Nullable Object value, Headers headers) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    value,
                    record.timestamp(),
                    headers);
        }
    };

    /** Returns this part's data, a {@code Struct}, a {@code Map}, a scalar or null. */
    public abstract @Nullable Object valueOf(ConnectRecord<?> record);

    /** Returns this part's schema, null where the record has none. */
    public abstract @Nullable Schema schemaOf(ConnectRecord<?> record);

    /** Returns a new record that differs from {@code record} in this part and its headers. */
    public abstract <R extends ConnectRecord<R>> R replace(
            R record, @Nullable Schema schema, @Nullable Object value, Headers headers);
}

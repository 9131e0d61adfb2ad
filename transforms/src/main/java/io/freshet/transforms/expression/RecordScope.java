package io.freshet.transforms.expression;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** The names that an expression knows, for one record. */
record RecordScope(ConnectRecord<?> record) implements CelVariableResolver {

    @Override
    public Optional<Object> find(String name) {
        return Optional.ofNullable(valueOf(name));
    }

    private @Nullable Object valueOf(String name) {
        return switch (name) {
            case Language.VALUE -> Reading.of(record.valueSchema()).orNull(record.value());
            case Language.KEY -> Reading.of(record.keySchema()).orNull(record.key());
            case Language.HEADERS -> new HeadersView(record.headers());
            case Language.TOPIC -> record.topic();
            case Language.PARTITION -> partition(record);
            case Language.TIMESTAMP -> timestamp(record);
            default -> null;
        };
    }

    static Object partition(ConnectRecord<?> record) {
        Integer partition = record.kafkaPartition();
        return partition == null ? NullValue.NULL_VALUE : (Object) partition.longValue();
    }

    static Object timestamp(ConnectRecord<?> record) {
        Long timestamp = record.timestamp();
        return timestamp == null ? NullValue.NULL_VALUE : Instant.ofEpochMilli(timestamp);
    }
}

package io.freshet.connect.topic.convert;

import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.connect.topic.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/** Turns consumed bytes into records of Connect: fields by the input converters; partition, time and headers as they are. */
public final class RecordConverter {
    private final Route route;
    private final Converter keys;
    private final Converter values;
    private final HeaderReader headers;
    private final Map<TopicPartition, Origin> origins = new HashMap<>();

    /** What all records of a partition share. */
    private record Origin(Map<String, Object> sourcePartition, String target, Integer partition) {}

    public RecordConverter(Route route, Converter keys, Converter values, HeaderReader headers) {
        this.route = route;
        this.keys = keys;
        this.values = values;
        this.headers = headers;
    }

    /**
     * Converts all or throws.
     *
     * @throws DataException when a record cannot be read, naming its place and never its content
     * @throws RetriableException when a converter asks to try again later
     */
    public List<SourceRecord> convert(ConsumerRecords<byte[], byte[]> consumed) {
        List<SourceRecord> records = new ArrayList<>(consumed.count());
        for (TopicPartition partition : consumed.partitions()) {
            Origin origin = origins.computeIfAbsent(partition, this::origin);
            for (ConsumerRecord<byte[], byte[]> record : consumed.records(partition)) {
                records.add(convert(record, origin));
            }
        }
        return records;
    }

    private Origin origin(TopicPartition partition) {
        return new Origin(SourcePosition.partition(partition), route.target(partition.topic()), partition.partition());
    }

    private SourceRecord convert(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        SchemaAndValue key = convert(record, record.key(), keys, "key");
        SchemaAndValue value = convert(record, record.value(), values, "value");
        return new SourceRecord(
                origin.sourcePartition(),
                SourcePosition.offset(record.offset() + 1),
                origin.target(),
                origin.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                timestamp(record),
                headers(record));
    }

    /** Null stays null whatever a converter makes of it: a tombstone has to stay one. */
    private static SchemaAndValue convert(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] bytes, Converter converter, String part) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        try {
            return converter.toConnectData(record.topic(), record.headers(), bytes);
        } catch (RuntimeException e) {
            throw unreadable(record, part, converter.getClass().getName(), e);
        }
    }

    private @Nullable ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) {
        try {
            return headers.read(record.topic(), record.headers());
        } catch (RuntimeException e) {
            throw unreadable(record, "header", headers.toString(), e);
        }
    }

    private static @Nullable Long timestamp(ConsumerRecord<byte[], byte[]> record) {
        return record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE || record.timestamp() < 0
                ? null
                : record.timestamp();
    }

    private static RuntimeException unreadable(
            ConsumerRecord<byte[], byte[]> record, String part, String reader, RuntimeException cause) {
        String place =
                "The " + part + " of " + record.topic() + "-" + record.partition() + " at offset " + record.offset();
        if (isRetriable(cause)) {
            return new RetriableException(place + " could not be read for now", cause);
        }
        if (cause instanceof HeaderReader.UnreadableHeader header) {
            return new DataException(place + ": " + header.getMessage());
        }
        // Messages of parsers quote what they stumbled on, so neither they nor the exceptions that carry them are
        // passed on.
        return new DataException(place + " cannot be read by "
                + reader + " (" + kinds(cause) + "). Choose the converter that it was written with: source." + part
                + ".converter and its settings; JsonConverter takes plain JSON with schemas.enable=false only");
    }

    private static boolean isRetriable(RuntimeException e) {
        return e instanceof RetriableException || e instanceof org.apache.kafka.common.errors.RetriableException;
    }

    private static String kinds(Throwable e) {
        StringJoiner kinds = new StringJoiner(" <- ");
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 5; cause = cause.getCause(), depth++) {
            kinds.add(cause.getClass().getName());
        }
        return kinds.toString();
    }
}

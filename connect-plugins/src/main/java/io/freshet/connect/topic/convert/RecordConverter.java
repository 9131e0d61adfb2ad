package io.freshet.connect.topic.convert;

import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.connect.topic.route.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
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

    private ConsumerRecords<byte[], byte[]> consumed = ConsumerRecords.empty();
    private Iterator<TopicPartition> partitions = Collections.emptyIterator();
    private ListIterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyListIterator();
    private Origin origin = new Origin(Map.of(), "", -1);

    /** What all records of a partition share. */
    private record Origin(Map<String, Object> sourcePartition, String target, Integer partition) {}

    public RecordConverter(Route route, Converter keys, Converter values, HeaderReader headers) {
        this.route = route;
        this.keys = keys;
        this.values = values;
        this.headers = headers;
    }

    /** Takes a batch to convert. */
    public void take(ConsumerRecords<byte[], byte[]> batch) {
        consumed = batch;
        partitions = batch.partitions().iterator();
        records = Collections.emptyListIterator();
    }

    /** Whether nothing is left of the batch. */
    public boolean isDone() {
        return !records.hasNext() && !partitions.hasNext();
    }

    /**
     * Converts the rest of the batch up to a record that cannot be read. When that comes first, throws, and would again: so all that
     * came before it is delivered, and nothing is passed over.
     *
     * @throws DataException when the record is not what the converter expects, naming its place and never its content
     * @throws RetriableException when the converter asks to try again later
     */
    public List<SourceRecord> convert() {
        List<SourceRecord> converted = new ArrayList<>(consumed.count());
        while (nextPartition()) {
            ConsumerRecord<byte[], byte[]> record = records.next();
            try {
                converted.add(convert(record));
            } catch (DataException | RetriableException e) {
                records.previous();
                if (converted.isEmpty()) {
                    throw e;
                }
                return converted;
            }
        }
        return converted;
    }

    /** Moves on to the next partition when this one is done; returns whether there is a record. */
    private boolean nextPartition() {
        while (!records.hasNext() && partitions.hasNext()) {
            TopicPartition partition = partitions.next();
            origin = origins.computeIfAbsent(partition, this::origin);
            records = consumed.records(partition).listIterator();
        }
        return records.hasNext();
    }

    private Origin origin(TopicPartition partition) {
        return new Origin(SourcePosition.partition(partition), route.target(partition.topic()), partition.partition());
    }

    private SourceRecord convert(ConsumerRecord<byte[], byte[]> record) {
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
                + ".converter and its settings; JsonConverter takes plain JSON with schemas.enable=false only. To skip the record, store"
                + " the offset " + (record.offset() + 1) + ": PATCH /connectors/<name>/offsets");
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

package io.freshet.connect.topic.convert;

import io.freshet.connect.topic.bound.End;
import io.freshet.connect.topic.partition.SourcePosition;
import io.freshet.connect.topic.route.Route;
import io.freshet.transforms.record.FieldPath;
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
    private final @Nullable Explode explode;
    private final Map<TopicPartition, Origin> origins = new HashMap<>();

    private Map<TopicPartition, End> ends = Map.of();
    private ConsumerRecords<byte[], byte[]> consumed = ConsumerRecords.empty();
    private Iterator<TopicPartition> partitions = Collections.emptyIterator();
    private ListIterator<ConsumerRecord<byte[], byte[]>> records = Collections.emptyListIterator();
    private Origin origin = new Origin(Map.of(), null, "", -1);

    /** What all records of a partition share. */
    private record Origin(Map<String, Object> sourcePartition, @Nullable End end, String target, Integer partition) {}

    /** @param explode the array in values that becomes a record for each element; null when values stay whole */
    public RecordConverter(
            Route route, Converter keys, Converter values, HeaderReader headers, @Nullable FieldPath explode) {
        this.explode = explode == null ? null : new Explode(explode);
        this.route = route;
        this.keys = keys;
        this.values = values;
        this.headers = headers;
    }

    /** Stores these ends beside the offsets of records. */
    public void endAt(Map<TopicPartition, End> partitionEnds) {
        ends = Map.copyOf(partitionEnds);
        origins.clear();
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
                convert(record, converted);
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
        return new Origin(
                SourcePosition.partition(partition),
                ends.get(partition),
                route.target(partition.topic()),
                partition.partition());
    }

    private void convert(ConsumerRecord<byte[], byte[]> record, List<SourceRecord> into) {
        SchemaAndValue key = convert(record, record.key(), keys, "key");
        SchemaAndValue value = convert(record, record.value(), values, "value");
        ConnectHeaders read = headers(record);
        if (explode == null) {
            into.add(sourceRecord(record, record.offset() + 1, key, value, read));
            return;
        }
        List<SchemaAndValue> parts = parts(explode, record, value);
        for (int i = 0; i < parts.size(); i++) {
            // The record is read when its last part is written. All come in one batch, and so in one transaction.
            long next = i == parts.size() - 1 ? record.offset() + 1 : record.offset();
            into.add(sourceRecord(record, next, key, parts.get(i), read));
        }
    }

    private static List<SchemaAndValue> parts(
            Explode explode, ConsumerRecord<byte[], byte[]> record, SchemaAndValue value) {
        try {
            return explode.of(value);
        } catch (DataException e) {
            throw new DataException(place(record, "value") + ": " + e.getMessage(), e);
        }
    }

    private SourceRecord sourceRecord(
            ConsumerRecord<byte[], byte[]> record,
            long next,
            SchemaAndValue key,
            SchemaAndValue value,
            @Nullable ConnectHeaders read) {
        return new SourceRecord(
                origin.sourcePartition(),
                SourcePosition.offset(next, origin.end()),
                origin.target(),
                origin.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                timestamp(record),
                read);
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
        String place = place(record, part);
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

    private static String place(ConsumerRecord<byte[], byte[]> record, String part) {
        return "The " + part + " of " + record.topic() + "-" + record.partition() + " at offset " + record.offset();
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

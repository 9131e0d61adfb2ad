package io.freshet.transforms.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** All that a transformation makes of a record, to be compared as a whole: the parts of another one, nothing, or an error's message. */
public record Outcome(List<@Nullable Object> parts) {

    private static final Pattern COLUMN = Pattern.compile(", at column (\\d+)$");

    /** Returns what becomes of a record. */
    public static <R extends ConnectRecord<R>> Outcome of(Transformation<R> transformation, R record) {
        try {
            return of(transformation.apply(record));
        } catch (DataException e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    /** An error of the record. */
    public static Outcome failure(String message) {
        return new Outcome(List.of("error", message));
    }

    /** A record, or nothing. */
    public static Outcome of(@Nullable ConnectRecord<?> record) {
        if (record == null) {
            return new Outcome(List.of("nothing"));
        }
        List<@Nullable Object> parts = new ArrayList<>(Arrays.asList(
                record.topic(),
                record.kafkaPartition(),
                record.timestamp(),
                record.keySchema(),
                comparable(record.key()),
                record.valueSchema(),
                comparable(record.value())));
        for (Header header : record.headers()) {
            parts.addAll(Arrays.asList(header.key(), header.schema(), comparable(header.value())));
        }
        if (record instanceof SinkRecord sink) {
            parts.addAll(Arrays.asList(
                    sink.kafkaOffset(),
                    sink.timestampType(),
                    sink.originalTopic(),
                    sink.originalKafkaPartition(),
                    sink.originalKafkaOffset()));
        } else if (record instanceof SourceRecord source) {
            parts.addAll(Arrays.asList(source.sourcePartition(), source.sourceOffset()));
        }
        return new Outcome(parts);
    }

    /** Returns this without the columns of messages, which are within the setting that a message is about. */
    public Outcome withoutColumns(int longest) {
        return new Outcome(parts.stream()
                .map(part -> part instanceof String text ? withoutColumn(text, longest) : part)
                .toList());
    }

    private static String withoutColumn(String text, int longest) {
        Matcher column = COLUMN.matcher(text);
        if (!column.find()) {
            return text;
        }
        assertThat(Integer.parseInt(column.group(1))).isBetween(1, longest);
        return column.replaceFirst("");
    }

    /** Bytes compare by what is in them, structs with their schemas, maps by their entries in whatever order. */
    private static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(comparable(each)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(comparable(key), comparable(each)));
            return copy;
        }
        if (value instanceof Struct struct) {
            List<@Nullable Object> copy = new ArrayList<>();
            copy.add(struct.schema());
            struct.schema().fields().forEach(field -> copy.add(comparable(struct.getWithoutDefault(field.name()))));
            return copy;
        }
        return value;
    }
}

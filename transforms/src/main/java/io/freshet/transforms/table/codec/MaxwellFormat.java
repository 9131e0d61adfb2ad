package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Maxwell's messages: {@code type}, {@code data}, for updates {@code old}. Which columns are the key is told by the
 * message's {@code primary_key_columns} or by its key, {@code {"database":..., "table":..., "pk.id":...}}.
 */
final class MaxwellFormat implements Format {

    private static final String PART = "pk.";
    private static final Pattern ABOUT_NO_ROW = Pattern.compile("bootstrap-(start|complete)|(table|database)-.+");

    private final KeyReader keys;
    private final RowReader rows;
    private boolean bootstrapBegun;
    private boolean bootstrapOver;

    MaxwellFormat(KeyReader keys, RowReader rows) {
        this.keys = keys;
        this.rows = rows;
    }

    @Override
    public boolean fits(Object value) {
        String type = Fields.text(value, "type");
        return type != null
                && Fields.text(value, "database") != null
                && Fields.text(value, "table") != null
                && Fields.has(value, "ts")
                && (Fields.hasFields(Fields.get(value, "data"))
                        || ABOUT_NO_ROW.matcher(type).matches());
    }

    @Override
    public void read(Message message, Consumer<Change> changes) {
        if (message.value() == null) {
            changes.accept(new Change.Delete(deleted(message), Change.UNKNOWN, Change.UNKNOWN));
            return;
        }
        Object value = Fields.required(message.value(), "Maxwell's message");
        String type = Fields.text(value, "type");
        if (type == null) {
            throw new DataException("Expecting Maxwell's message. Found: an object without 'type'");
        }
        switch (type) {
            case "insert", "update", "bootstrap-insert" -> upsert(message, value, changes);
            case "delete" -> {
                Object data = Fields.required(Fields.get(value, "data"), "'data'");
                changes.accept(new Change.Delete(key(keyColumns(message, value), data), time(value), Change.UNKNOWN));
            }
            default -> {
                if (!ABOUT_NO_ROW.matcher(type).matches()) {
                    throw new DataException("Expecting a type of Maxwell's in 'type'");
                }
            }
        }
        boolean bootstrap = type.equals("bootstrap-start") || type.equals("bootstrap-insert");
        bootstrapBegun |= bootstrap;
        bootstrapOver |= !bootstrap;
    }

    private void upsert(Message message, Object value, Consumer<Change> changes) {
        Object data = Fields.required(Fields.get(value, "data"), "'data'");
        List<String> columns = keyColumns(message, value);
        RowKey key = key(columns, data);
        Change.Upsert upsert = new Change.Upsert(key, rows.read(data), time(value), Change.UNKNOWN);
        if (Fields.get(value, "old") instanceof Map<?, ?> old) {
            RowKey previous = key(columns, data, old);
            if (!previous.equals(key)) {
                changes.accept(new Change.Delete(previous, upsert.time(), Change.UNKNOWN));
            }
        }
        changes.accept(upsert);
    }

    private static long time(Object value) {
        long seconds = Fields.number(value, "ts", Change.UNKNOWN);
        return seconds == Change.UNKNOWN ? seconds : Math.multiplyExact(seconds, 1_000L);
    }

    private RowKey deleted(Message message) {
        Object key = keys.open(message.raw());
        if (key == null || !isKey(key)) {
            return keys.read(message.raw());
        }
        List<Object> parts = new ArrayList<>(1);
        keyColumns(key).forEach(column -> parts.add(KeyReader.required(Fields.get(key, PART + column))));
        return RowKey.of(parts);
    }

    /** Returns if a message's key is one of Maxwell's. */
    static boolean isKey(Object key) {
        return key instanceof Map
                && Fields.text(key, "database") != null
                && Fields.text(key, "table") != null
                && !keyColumns(key).isEmpty();
    }

    private static List<String> keyColumns(@Nullable Object key) {
        List<String> columns = new ArrayList<>(1);
        if (key instanceof Map) {
            for (String name : Fields.names(key)) {
                if (name.startsWith(PART)) {
                    columns.add(name.substring(PART.length()));
                }
            }
        } else if (key instanceof List<?> array && array.size() == 3 && array.get(2) instanceof List<?> parts) {
            // With kafka_key_format=array: database, table, and an object for each part.
            for (Object part : parts) {
                columns.addAll(Fields.hasFields(part) ? Fields.names(part) : List.of());
            }
        }
        return columns;
    }

    private List<String> keyColumns(Message message, Object value) {
        if (Fields.get(value, "primary_key_columns") instanceof List<?> columns && !columns.isEmpty()) {
            return columns.stream().map(String::valueOf).toList();
        }
        List<String> columns = message.raw().key() == null ? List.of() : keyColumns(keys.open(message.raw()));
        if (columns.isEmpty()) {
            throw new DataException(
                    "Expecting the key's columns as pk.<column> in the message's key, or, with Maxwell's"
                            + " output_primary_key_columns, in 'primary_key_columns'");
        }
        return columns;
    }

    private static RowKey key(List<String> columns, Object data) {
        return key(columns, data, Map.of());
    }

    /** The key of a row before its update: {@code old} has the columns that changed. */
    private static RowKey key(List<String> columns, Object data, Map<?, ?> old) {
        List<Object> parts = new ArrayList<>(columns.size());
        for (String column : columns) {
            parts.add(KeyReader.required(old.containsKey(column) ? old.get(column) : Fields.get(data, column)));
        }
        return RowKey.of(parts);
    }

    @Override
    public ChangeCodec.Snapshot snapshot() {
        if (bootstrapOver) {
            return ChangeCodec.Snapshot.OVER;
        }
        return bootstrapBegun ? ChangeCodec.Snapshot.GOES_ON : ChangeCodec.Snapshot.NONE;
    }
}

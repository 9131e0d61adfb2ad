package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Canal's flat messages: {@code data} has one or more rows whose values are all text, {@code old} what an update changed,
 * {@code pkNames} the columns of the key and {@code mysqlType} the types.
 */
final class CanalFormat implements Format {

    private static final Set<String> ABOUT_NO_ROW = Set.of(
            "CREATE",
            "ALTER",
            "ERASE",
            "QUERY",
            "RENAME",
            "CINDEX",
            "DINDEX",
            "GTID",
            "XACOMMIT",
            "XAROLLBACK",
            "MHEARTBEAT");

    private final CanalRows rows;

    CanalFormat(CanalRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean fits(Object value) {
        return Fields.text(value, "type") != null
                && Fields.get(value, "isDdl") instanceof Boolean
                && Fields.has(value, "es")
                && Fields.has(value, "data")
                && Fields.has(value, "table");
    }

    @Override
    public void read(Message message, Consumer<Change> changes) {
        if (message.value() == null) {
            throw message.bad("Expecting Canal's message. Found: no value");
        }
        Object value = Fields.required(message.value(), "Canal's message");
        String type = Fields.text(value, "type");
        if (type == null) {
            throw new DataException("Expecting Canal's message. Found: an object without 'type'");
        }
        long time = Fields.number(value, "es", Change.UNKNOWN);
        switch (type) {
            case "INSERT", "UPDATE", "DELETE" -> rows(type, value, time, changes);
            case "TRUNCATE" -> changes.accept(new Change.Truncate(time, Change.UNKNOWN));
            default -> {
                if (!ABOUT_NO_ROW.contains(type)) {
                    throw new DataException("Expecting a type of Canal's in 'type'");
                }
            }
        }
    }

    private void rows(String type, Object value, long time, Consumer<Change> changes) {
        if (!(Fields.get(value, "data") instanceof List<?> data)) {
            throw new DataException("Expecting an array of rows in 'data'");
        }
        if (!(Fields.get(value, "pkNames") instanceof List<?> names) || names.isEmpty()) {
            throw new DataException("Expecting the key's columns in 'pkNames'. Found: none");
        }
        List<String> keyColumns = names.stream().map(String::valueOf).toList();
        List<?> old = Fields.get(value, "old") instanceof List<?> list ? list : List.of();
        CanalRows.Shape shape = rows.shape(Fields.get(value, "mysqlType"));
        for (int i = 0; i < data.size(); i++) {
            if (!(data.get(i) instanceof Map<?, ?> row)) {
                throw new DataException("Expecting an object as a row. Found: " + Fields.kind(data.get(i)));
            }
            RowKey key = key(keyColumns, shape, row, Map.of());
            if (type.equals("DELETE")) {
                changes.accept(new Change.Delete(key, time, Change.UNKNOWN));
                continue;
            }
            if (i < old.size() && old.get(i) instanceof Map<?, ?> changed) {
                RowKey previous = key(keyColumns, shape, row, changed);
                if (!previous.equals(key)) {
                    changes.accept(new Change.Delete(previous, time, Change.UNKNOWN));
                }
            }
            Row read = shape.read(row);
            changes.accept(new Change.Upsert(key, read, time, Change.UNKNOWN));
        }
    }

    private static RowKey key(List<String> columns, CanalRows.Shape shape, Map<?, ?> row, Map<?, ?> old) {
        List<Object> parts = new ArrayList<>(columns.size());
        for (String column : columns) {
            @Nullable Object told = old.containsKey(column) ? old.get(column) : row.get(column);
            parts.add(shape.keyPart(column, KeyReader.required(told)));
        }
        return RowKey.of(parts);
    }
}

package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a row from the key of a message: an object of the key columns or one value. Where no converter reads it,
 * it is JSON with or without its schema; anything else is the text it is, as Connect's StringConverter writes it. Used by
 * one thread.
 */
final class KeyReader implements AutoCloseable {

    private final Opener opener;
    private final boolean isJson;

    /** Null if all keys are opened. */
    private final @Nullable QuickKeys quick;

    private final TableTypes types;

    /**
     * @param converter what reads keys, null if they are JSON or text
     * @param quickly if the usual JSON is read in one pass, which makes no difference but to time
     */
    KeyReader(@Nullable Opener converter, TableTypes types, boolean quickly) {
        this.types = types;
        this.isJson = converter == null;
        if (converter == null) {
            JsonOpener json = new JsonOpener();
            this.opener = json;
            this.quick = quickly ? new QuickKeys(json.documents(), types) : null;
        } else {
            this.opener = converter;
            this.quick = null;
        }
    }

    RowKey read(RawChange raw) {
        byte[] json = raw.key();
        RowKey usual = quick == null || json == null ? null : quick.read(json);
        return usual == null ? readWhole(raw) : usual;
    }

    private RowKey readWhole(RawChange raw) {
        Object key = open(raw);
        try {
            return of(required(key));
        } catch (DataException e) {
            throw new BadChangeException(raw, "The key: " + e.getMessage());
        }
    }

    /** Returns the key as data: a struct, a map or one value. */
    @Nullable
    Object open(RawChange raw) {
        byte[] key = raw.key();
        if (key == null || (isJson && key.length == 0)) {
            throw new BadChangeException(raw, "Expecting a key in the message. Found: none");
        }
        if (isJson && key[0] != '{' && key[0] != '"' && key[0] != '[') {
            return new String(key, StandardCharsets.UTF_8);
        }
        try {
            return opener.open(raw.topic(), key);
        } catch (DataException e) {
            throw new BadChangeException(raw, "The key: " + e.getMessage());
        }
    }

    private RowKey of(Object key) {
        if (key instanceof Struct struct && !ColumnType.isVariableScaleDecimal(struct.schema())) {
            List<Object> parts = new ArrayList<>(1);
            for (Field field : struct.schema().fields()) {
                parts.add(part(field.schema(), struct.getWithoutDefault(field.name())));
            }
            return ofParts(parts);
        }
        if (key instanceof Map<?, ?> map) {
            List<Object> parts = new ArrayList<>(1);
            map.values().forEach(part -> parts.add(required(part)));
            return ofParts(parts);
        }
        return RowKey.of(key);
    }

    private static RowKey ofParts(List<Object> parts) {
        if (parts.isEmpty()) {
            throw new DataException("Expecting at least one key column. Found: an empty object");
        }
        return RowKey.of(parts);
    }

    /** Key columns get the types that the same columns of a row get; decimals are compared as numbers. */
    Object part(Schema schema, @Nullable Object told) {
        Object value = required(told);
        if (ColumnType.isVariableScaleDecimal(schema)) {
            return ColumnType.decimal(value);
        }
        return ColumnType.of(schema, types).convert(value);
    }

    static Object required(@Nullable Object part) {
        if (part == null) {
            throw new DataException("Expecting a value in each key column. Found: null");
        }
        return part;
    }

    @Override
    public void close() {
        opener.close();
    }
}

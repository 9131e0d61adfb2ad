package io.freshet.transforms.table.codec;

import io.freshet.transforms.json.JsonDocuments;
import io.freshet.transforms.table.change.RowKey;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the usual keys, of text and whole numbers, from their JSON. Used by one thread. */
final class QuickKeys {

    /** A field's place, and one more. */
    private static final int UNUSUAL = 0;

    private static final int SCHEMAS = 64;

    private final QuickDocument document;
    private final TableTypes types;
    private final FieldNames names =
            new FieldNames(name -> name.equals("schema") || name.equals("payload") ? UNUSUAL : 1);
    private final IdentityHashMap<Schema, FieldNames> typed = new IdentityHashMap<>();
    private final List<RowKey> parts = new ArrayList<>();
    private final List<FieldNames.Name> found = new ArrayList<>();

    QuickKeys(JsonDocuments documents, TableTypes types) {
        this.document = new QuickDocument(documents);
        this.types = types;
    }

    /** Returns the key, null if it is not a usual one. */
    @Nullable
    RowKey read(byte[] json) {
        if (json.length == 0 || json[0] != '{') {
            return null;
        }
        try {
            return fields(json);
        } catch (DataException e) {
            // Told by the one who reads it otherwise.
            return null;
        }
    }

    private @Nullable RowKey fields(byte[] json) {
        JsonCursor cursor = document.open(json);
        Schema schema = document.schema();
        if (cursor.next() != '{' || (schema != null && schema.type() != Schema.Type.STRUCT)) {
            return null;
        }
        RowKey key = fields(cursor, schema);
        return key != null && document.isRead() ? key : null;
    }

    private @Nullable RowKey fields(JsonCursor cursor, @Nullable Schema schema) {
        FieldNames fields = schema == null ? names : typed(schema);
        FieldNames.Name name = fields.start();
        int count = 0;
        byte sign = cursor.next();
        while (sign == '"') {
            name = fields.read(cursor, name);
            if (name == null || name.meaning() == UNUSUAL || (schema != null && name.meaning() != count + 1)) {
                return null;
            }
            RowKey part = part(cursor, cursor.next());
            if (part == null) {
                return null;
            }
            sign = cursor.next();
            if (count == 0 && sign == '}') {
                return schema != null && schema.fields().size() != 1 ? null : part;
            }
            if (count++ == 0) {
                parts.clear();
                found.clear();
            }
            if (found.contains(name)) {
                return null;
            }
            parts.add(part);
            found.add(name);
            if (sign == '}') {
                return schema != null && count != schema.fields().size() ? null : RowKey.ofParts(parts);
            }
            sign = sign == ',' ? cursor.next() : 0;
        }
        return null;
    }

    private static @Nullable RowKey part(JsonCursor cursor, byte begin) {
        if (begin != '"') {
            return cursor.number(begin) == JsonCursor.Numeral.WHOLE ? RowKey.of(cursor.whole()) : null;
        }
        int from = cursor.at();
        int to = cursor.plainText();
        String text = to < 0 ? null : cursor.text(from, to);
        return text == null ? null : RowKey.of(text);
    }

    private FieldNames typed(Schema schema) {
        if (typed.size() > SCHEMAS) {
            typed.clear();
        }
        return typed.computeIfAbsent(
                schema,
                added -> new FieldNames(name -> {
                    Field field = added.field(name);
                    return field == null || !isUsual(field.schema()) ? UNUSUAL : field.index() + 1;
                }));
    }

    private boolean isUsual(Schema schema) {
        boolean usual =
                switch (schema.type()) {
                    case STRING, INT64, INT32, INT16, INT8 -> true;
                    default -> false;
                };
        boolean ofConnect = schema.name() != null && schema.name().startsWith("org.apache.kafka.connect.data.");
        return usual && !ofConnect && ColumnType.of(schema, types).isPlain();
    }
}

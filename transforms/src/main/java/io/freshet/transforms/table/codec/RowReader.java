package io.freshet.transforms.table.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.transforms.json.JsonValues;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads a row from a JSON object and keeps only the columns that are asked for. Used by one thread. */
final class RowReader {

    private final List<String> wanted;
    private final @Nullable String deletedMark;
    private final boolean marksUnchanged;
    private @Nullable Schema lastSchema;
    private Columns lastTyped = Columns.untyped(List.of());
    private Columns lastUntyped = Columns.untyped(List.of());

    /**
     * @param wanted the columns to keep, all if empty
     * @param deletedMark the field that is true in a row that was deleted, null if rows have none
     * @param marksUnchanged if Debezium's placeholder stands for a value that has not changed
     */
    RowReader(List<String> wanted, @Nullable String deletedMark, boolean marksUnchanged) {
        this.wanted = wanted;
        this.deletedMark = deletedMark;
        this.marksUnchanged = marksUnchanged;
    }

    /**
     * Reads the object that the parser stands at, null if it is marked as deleted.
     *
     * @param schema the object's schema, null if the document tells none
     */
    @Nullable
    Row read(JsonParser parser, @Nullable Schema schema) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new DataException("Expecting an object as a row. Found: " + parser.currentToken());
        }
        return schema == null ? readUntyped(parser) : readTyped(typed(schema), parser);
    }

    private @Nullable Row readTyped(Columns columns, JsonParser parser) throws IOException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        boolean deleted = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int index = columns.indexOf(name);
            parser.nextToken();
            if (name.equals(deletedMark)) {
                deleted = isTrue(parser);
            } else if (index < 0) {
                parser.skipChildren();
            } else {
                values[index] = value(parser, columns.schema(index));
            }
        }
        return deleted ? null : new Row(columns, values);
    }

    /** The columns are those that the message has, so that one that no message has is known to be none. */
    private @Nullable Row readUntyped(JsonParser parser) throws IOException {
        List<String> names = new ArrayList<>(lastUntyped.size());
        List<@Nullable Object> values = new ArrayList<>(lastUntyped.size());
        boolean deleted = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(deletedMark)) {
                deleted = isTrue(parser);
            } else if (!wanted.isEmpty() && !wanted.contains(name)) {
                parser.skipChildren();
            } else {
                names.add(name);
                values.add(value(parser, null));
            }
        }
        if (!lastUntyped.names().equals(names)) {
            lastUntyped = Columns.untyped(names);
        }
        return deleted ? null : new Row(lastUntyped, values.toArray());
    }

    private @Nullable Object value(JsonParser parser, @Nullable Schema schema) throws IOException {
        Object value = JsonValues.read(parser, schema);
        return marksUnchanged && UnavailableValue.is(value) ? Row.UNCHANGED : value;
    }

    /** Debezium writes text, others a boolean. */
    private static boolean isTrue(JsonParser parser) throws IOException {
        boolean marked = "true".equals(parser.getValueAsString());
        parser.skipChildren();
        return marked;
    }

    private Columns typed(Schema schema) {
        if (schema != lastSchema) {
            lastTyped = typedAnew(schema);
            lastSchema = schema;
        }
        return lastTyped;
    }

    private Columns typedAnew(Schema schema) {
        List<String> names = new ArrayList<>();
        List<Schema> schemas = new ArrayList<>();
        for (Field field : schema.fields()) {
            if (!field.name().equals(deletedMark) && (wanted.isEmpty() || wanted.contains(field.name()))) {
                names.add(field.name());
                schemas.add(field.schema());
            }
        }
        Columns columns = Columns.typed(names, schemas);
        return columns.sameAs(lastTyped) ? lastTyped : columns;
    }
}

package io.freshet.transforms.table.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.transforms.json.JsonDocuments;
import io.freshet.transforms.json.JsonValues;
import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.RowKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a row from the key of a message: JSON with or without its schema, an object of the key columns or
 * one value; anything else is the text it is, as Connect's StringConverter writes it.
 */
final class KeyReader {

    private final JsonDocuments documents = new JsonDocuments();

    RowKey read(RawChange raw) {
        byte[] key = raw.key();
        if (key == null || key.length == 0) {
            throw new BadChangeException(raw, "Expecting a key in the message. Found: none");
        }
        if (key[0] != '{' && key[0] != '"') {
            return RowKey.of(new String(key, StandardCharsets.UTF_8));
        }
        try {
            return documents.read(key, KeyReader::read);
        } catch (DataException e) {
            throw new BadChangeException(raw, "The key: " + e.getMessage());
        }
    }

    private static RowKey read(JsonParser parser, @Nullable Schema schema) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return RowKey.of(required(JsonValues.read(parser, schema)));
        }
        List<Object> parts = new ArrayList<>(1);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Field field = schema == null ? null : schema.field(parser.currentName());
            parser.nextToken();
            parts.add(required(JsonValues.read(parser, field == null ? null : field.schema())));
        }
        if (parts.isEmpty()) {
            throw new DataException("Expecting at least one key column. Found: an empty object");
        }
        return RowKey.of(parts);
    }

    private static Object required(@Nullable Object part) {
        if (part == null) {
            throw new DataException("Expecting a value in each key column. Found: null");
        }
        return part;
    }
}

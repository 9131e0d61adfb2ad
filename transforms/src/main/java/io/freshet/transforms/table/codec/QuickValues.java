package io.freshet.transforms.table.codec;

import io.freshet.transforms.json.JsonDocuments;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads values where a cursor stands: text and numbers itself, what is nested with a parser. Used by one thread. */
final class QuickValues {

    private final SharedValues shared = new SharedValues();
    private final JsonDocuments documents;

    QuickValues(JsonDocuments documents) {
        this.documents = documents;
    }

    /** Reads the value that begins with the byte that was taken last. */
    @Nullable
    Object untyped(JsonCursor cursor, byte first, SharedValues.Worth worth) {
        return switch (first) {
            case '"' -> text(cursor, worth);
            case 'n' -> nothing(cursor);
            case 't' -> cursor.word("rue") ? true : null;
            case 'f' -> cursor.word("alse") ? false : null;
            case '{', '[' -> parsed(cursor, first, null);
            default ->
                switch (cursor.number(first)) {
                    case WHOLE -> shared.whole(cursor.whole(), worth);
                    case FRACTION -> shared.fraction(cursor.fraction(), worth);
                    case NONE -> null;
                };
        };
    }

    /** Reads the value, of this type, that begins with the byte that was taken last. */
    @Nullable
    Object typed(JsonCursor cursor, byte first, Schema schema, SharedValues.Worth worth) {
        if (first == 'n') {
            return nothing(cursor);
        }
        return switch (schema.type()) {
            case STRING -> first == '"' ? text(cursor, worth) : parsed(cursor, first, schema);
            case INT32 -> isPlain(schema) ? int32(cursor, first) : parsed(cursor, first, schema);
            case INT64 -> isPlain(schema) ? int64(cursor, first, worth) : parsed(cursor, first, schema);
            case FLOAT64 -> float64(cursor, first, worth);
            default -> parsed(cursor, first, schema);
        };
    }

    /** Connect's own times are made of their numbers by the parser. */
    private static boolean isPlain(Schema schema) {
        return schema.name() == null || !schema.name().startsWith("org.apache.kafka.connect.data.");
    }

    private static @Nullable Object nothing(JsonCursor cursor) {
        cursor.word("ull");
        return null;
    }

    private @Nullable Object text(JsonCursor cursor, SharedValues.Worth worth) {
        int from = cursor.at();
        int to = cursor.plainText();
        if (to < 0) {
            return parsed(cursor, (byte) '"', null);
        }
        String text = shared.text(cursor, from, to, worth);
        if (text == null) {
            cursor.giveUp();
        }
        return text;
    }

    private @Nullable Object int32(JsonCursor cursor, byte first) {
        if (cursor.number(first) == JsonCursor.Numeral.WHOLE && cursor.whole() == (int) cursor.whole()) {
            return (int) cursor.whole();
        }
        cursor.giveUp();
        return null;
    }

    private @Nullable Object int64(JsonCursor cursor, byte first, SharedValues.Worth worth) {
        if (cursor.number(first) == JsonCursor.Numeral.WHOLE) {
            return shared.whole(cursor.whole(), worth);
        }
        cursor.giveUp();
        return null;
    }

    private @Nullable Object float64(JsonCursor cursor, byte first, SharedValues.Worth worth) {
        return switch (cursor.number(first)) {
            case WHOLE -> shared.fraction((double) cursor.whole(), worth);
            case FRACTION -> shared.fraction(cursor.fraction(), worth);
            case NONE -> null;
        };
    }

    private @Nullable Object parsed(JsonCursor cursor, byte first, @Nullable Schema schema) {
        int from = cursor.at() - 1;
        cursor.skip(first);
        if (!cursor.isUnsure()) {
            try {
                return documents.part(cursor.document(), from, cursor.at(), schema);
            } catch (DataException e) {
                cursor.giveUp();
            }
        }
        return null;
    }
}

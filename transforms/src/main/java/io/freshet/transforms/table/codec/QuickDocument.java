package io.freshet.transforms.table.codec;

import io.freshet.transforms.json.JsonDocuments;
import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data of a JSON document as Connect's converter writes it, and their schema, which messages repeat byte by byte.
 * Used by one thread.
 */
final class QuickDocument {

    private static final JsonCursor.Bytes SCHEMA = new JsonCursor.Bytes("{\"schema\":{");
    private static final JsonCursor.Bytes PAYLOAD = new JsonCursor.Bytes(",\"payload\":");

    /** A topic's messages have few schemas at a time. */
    private static final int BEGINNINGS = 4;

    private final JsonDocuments documents;
    private final JsonCursor cursor = new JsonCursor();
    private final @Nullable Beginning[] beginnings = new @Nullable Beginning[BEGINNINGS];
    private int oldest;
    private @Nullable Schema schema;
    private boolean wrapped;

    QuickDocument(JsonDocuments documents) {
        this.documents = documents;
    }

    /** Opens a document, and returns a cursor that stands before its data. */
    JsonCursor open(byte[] document) {
        schema = null;
        wrapped = false;
        cursor.open(document, 0, document.length);
        if (cursor.take(SCHEMA)) {
            openWrapped(document);
        }
        return cursor;
    }

    private void openWrapped(byte[] document) {
        for (Beginning each : beginnings) {
            if (each != null
                    && document.length > each.bytes.length
                    && Arrays.equals(document, 0, each.bytes.length, each.bytes, 0, each.bytes.length)) {
                begin(document, each);
                return;
            }
        }
        int from = cursor.at() - 1;
        cursor.skip((byte) '{');
        int to = cursor.at();
        if (cursor.isUnsure() || !cursor.take(PAYLOAD)) {
            cursor.open(document, 0, document.length);
            return;
        }
        Schema told = documents.schema(document, from, to);
        Beginning added = new Beginning(Arrays.copyOf(document, cursor.at()), told);
        beginnings[oldest] = added;
        oldest = (oldest + 1) % BEGINNINGS;
        begin(document, added);
    }

    private void begin(byte[] document, Beginning beginning) {
        cursor.open(document, beginning.bytes.length, document.length);
        schema = beginning.schema;
        wrapped = true;
    }

    /** Returns the schema of the data, null if the document tells none. */
    @Nullable
    Schema schema() {
        return schema;
    }

    /** Returns if the cursor has read the data, all of them, and surely. */
    boolean isRead() {
        if (wrapped && cursor.next() != '}') {
            return false;
        }
        return cursor.isAtEnd();
    }

    private record Beginning(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, Schema schema) {} // never compared
}

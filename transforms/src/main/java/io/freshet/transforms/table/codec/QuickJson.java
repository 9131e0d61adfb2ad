package io.freshet.transforms.table.codec;

import io.freshet.transforms.json.JsonDocuments;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Debezium's envelopes and rows in one pass over the bytes of their JSON, and makes of them what their formats would.
 * Whatever is unusual it leaves to them. Used by one thread.
 */
final class QuickJson {

    /** Where so many messages in a row were left to the formats, only each so many-th is looked at. */
    private static final int PATIENCE = 32;

    private static final int DELETED = 1 << 16;
    private static final int MILLIS = 2 << 16;
    private static final int MICROS = 3 << 16;
    private static final int NANOS = 4 << 16;
    private static final int POSITION = 5 << 16;
    private static final int SOURCE_POSITION = 6 << 16;

    /** Fields that rows may have, but not both of a pair: with them they may be of another format. */
    private static final int SIGNS = 8 << 16;

    private static final int WRAPPED = 16;

    private final QuickDocument document;
    private final @Nullable DebeziumFormat debezium;
    private final @Nullable QuickEnvelope envelope;
    private final @Nullable RowFormat upsert;
    private final @Nullable QuickRows rows;
    private final boolean detects;
    private boolean envelopeFirst = true;
    private int misses;

    private boolean deleted;
    private int signs;
    private final long[] numbers = new long[8];

    /**
     * @param debezium what reads envelopes, null if there are none
     * @param upsert what reads rows, null if there are none
     */
    QuickJson(JsonDocuments documents, @Nullable DebeziumFormat debezium, @Nullable RowFormat upsert) {
        QuickValues values = new QuickValues(documents);
        this.document = new QuickDocument(documents);
        this.debezium = debezium;
        this.envelope =
                debezium == null ? null : new QuickEnvelope(debezium.rows().quick(values, name -> 0));
        this.upsert = upsert;
        this.detects = debezium != null && upsert != null;
        this.rows = upsert == null ? null : upsert.rows().quick(values, name -> mark(upsert, name));
    }

    private int mark(RowFormat format, String name) {
        int mark = format.isOfDebezium() ? markOfDebezium(name) : 0;
        if (mark != 0) {
            return mark;
        }
        int sign = sign(name);
        return sign == 0 || (sign < WRAPPED && !detects) ? 0 : SIGNS + (sign << 16);
    }

    private static int sign(String name) {
        return switch (name) {
            case "op" -> 1;
            case "source" -> 2;
            case "type" -> 4;
            case "table" -> 8;
            case "schema" -> WRAPPED;
            case "payload" -> 2 * WRAPPED;
            default -> 0;
        };
    }

    /** Envelopes have the first two, messages of Maxwell and Canal the next, documents with a schema the last. */
    private boolean isForeign() {
        return (signs & 3) == 3 || (signs & 12) == 12 || (signs & 3 * WRAPPED) == 3 * WRAPPED;
    }

    private static int markOfDebezium(String name) {
        return switch (name) {
            case RowFormat.DELETED -> DELETED;
            case "__source_ts_ms" -> MILLIS;
            case "__source_ts_us" -> MICROS;
            case "__source_ts_ns" -> NANOS;
            case "__lsn" -> POSITION;
            case "__source_lsn" -> SOURCE_POSITION;
            default -> 0;
        };
    }

    /** Hands on the changes of a message; returns false, and nothing is handed on, if it has to be read otherwise. */
    boolean read(RawChange raw, byte[] json, Consumer<Change> changes) {
        if (misses > PATIENCE && ++misses % PATIENCE != 0) {
            return false;
        }
        boolean read;
        try {
            read = envelopeFirst
                    ? readEnvelope(raw, json, changes) || readRow(raw, json, changes)
                    : readRow(raw, json, changes) || readEnvelope(raw, json, changes);
        } catch (DataException e) {
            // Told by the one who reads it otherwise.
            read = false;
        }
        misses = read ? 0 : Math.min(misses + 1, Integer.MAX_VALUE / 2);
        return read;
    }

    private boolean readEnvelope(RawChange raw, byte[] json, Consumer<Change> changes) {
        if (debezium == null || envelope == null) {
            return false;
        }
        JsonCursor cursor = document.open(json);
        if (cursor.next() != '{' || !envelope.read(cursor, document.schema()) || !document.isRead()) {
            return false;
        }
        envelopeFirst = true;
        debezium.changes(
                raw,
                envelope.op(),
                envelope.after(),
                envelope.isBeforeTheLast(),
                envelope.time(),
                envelope.logPosition(),
                envelope.transaction(),
                changes);
        return true;
    }

    private boolean readRow(RawChange raw, byte[] json, Consumer<Change> changes) {
        if (upsert == null || rows == null) {
            return false;
        }
        JsonCursor cursor = document.open(json);
        if (cursor.next() != '{') {
            return false;
        }
        deleted = false;
        signs = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Change.UNKNOWN;
        }
        Row row = rows.read(cursor, document.schema(), this::mark);
        if (row == null || isForeign() || !document.isRead()) {
            return false;
        }
        envelopeFirst = false;
        upsert.changes(raw, row, deleted, time(), logPosition(), changes);
        return true;
    }

    private void mark(int mark, @Nullable Object value) {
        if (mark == DELETED) {
            deleted = RowFormat.isTrue(value);
        } else if (mark > SIGNS) {
            signs |= (mark - SIGNS) >> 16;
        } else {
            numbers[mark >> 16] = Fields.number(value, Change.UNKNOWN);
        }
    }

    private long time() {
        return DebeziumFormat.time(numbers[MILLIS >> 16], numbers[MICROS >> 16], numbers[NANOS >> 16]);
    }

    private long logPosition() {
        long ofSource = numbers[SOURCE_POSITION >> 16];
        return ofSource == Change.UNKNOWN ? numbers[POSITION >> 16] : ofSource;
    }
}

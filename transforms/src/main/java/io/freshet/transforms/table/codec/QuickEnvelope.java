package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Row;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's envelope where a cursor stands, and holds what the last one told. Used by one thread. */
final class QuickEnvelope {

    private static final int OP = 1;
    private static final int AFTER = 2;
    private static final int BEFORE = 4;
    private static final int SOURCE = 8;

    private static final int SNAPSHOT = 1;
    private static final int MILLIS = 2;
    private static final int MICROS = 3;
    private static final int NANOS = 4;
    private static final int POSITION = 5;
    private static final int TRANSACTION = 6;

    private final FieldNames names = new FieldNames(QuickEnvelope::part);
    private final FieldNames sourceNames = new FieldNames(QuickEnvelope::partOfSource);
    private final QuickRows rows;

    private @Nullable Schema lastSchema;
    private @Nullable Schema rowSchema;

    private char op;
    private @Nullable Row after;
    private boolean beforeTheLast;
    private long millis;
    private long micros;
    private boolean nanos;
    private long logPosition;
    private long transaction;

    /**
     * @param rows what reads rows that have no marks
     */
    QuickEnvelope(QuickRows rows) {
        this.rows = rows;
    }

    private static int part(String name) {
        return switch (name) {
            case "op" -> OP;
            case "after" -> AFTER;
            case "before" -> BEFORE;
            case "source" -> SOURCE;
            default -> 0;
        };
    }

    private static int partOfSource(String name) {
        return switch (name) {
            case "snapshot" -> SNAPSHOT;
            case "ts_ms" -> MILLIS;
            case "ts_us" -> MICROS;
            case "ts_ns" -> NANOS;
            case "lsn" -> POSITION;
            case "txId" -> TRANSACTION;
            default -> 0;
        };
    }

    /**
     * Reads an envelope of which the brace was taken.
     *
     * @param schema the envelope's type, null if the document tells none
     * @return false if it is none, or a parser has to look at it
     */
    boolean read(JsonCursor cursor, @Nullable Schema schema) {
        if (schema != null && !isEnvelope(schema)) {
            return false;
        }
        forget();
        int parts = 0;
        FieldNames.Name name = names.start();
        byte sign = cursor.next();
        while (sign == '"') {
            name = names.read(cursor, name);
            if (name == null) {
                return false;
            }
            parts |= name.meaning();
            part(cursor, name.meaning(), cursor.next(), schema);
            sign = cursor.next();
            if (sign == '}') {
                return (parts & OP) != 0 && (parts & SOURCE) != 0 && (parts & (BEFORE | AFTER)) != 0;
            }
            sign = sign == ',' ? cursor.next() : 0;
        }
        return false;
    }

    private void forget() {
        op = 0;
        after = null;
        forgetSource();
    }

    private void forgetSource() {
        beforeTheLast = false;
        millis = Change.UNKNOWN;
        micros = Change.UNKNOWN;
        nanos = false;
        logPosition = Change.UNKNOWN;
        transaction = Change.UNKNOWN;
    }

    /** Only of an envelope whose schema says that it is one, others are not usual. */
    private boolean isEnvelope(Schema schema) {
        if (schema != lastSchema) {
            lastSchema = schema;
            rowSchema = null;
            if (schema.type() == Schema.Type.STRUCT
                    && has(schema, "op", Schema.Type.STRING)
                    && has(schema, "source", Schema.Type.STRUCT)
                    && has(schema, "after", Schema.Type.STRUCT)) {
                rowSchema = schema.field("after").schema();
            }
        }
        return rowSchema != null;
    }

    private static boolean has(Schema schema, String name, Schema.Type type) {
        Field field = schema.field(name);
        return field != null && field.schema().type() == type;
    }

    private void part(JsonCursor cursor, int part, byte begin, @Nullable Schema schema) {
        switch (part) {
            case OP -> readOp(cursor, begin);
            case AFTER -> {
                after = null;
                if (begin == '{') {
                    after = rows.read(cursor, schema == null ? null : rowSchema, QuickEnvelope::noMark);
                } else if (begin != 'n' || !cursor.word("ull")) {
                    cursor.giveUp();
                }
            }
            case SOURCE -> {
                if (begin == '{') {
                    readSource(cursor);
                } else {
                    cursor.giveUp();
                }
            }
            default -> cursor.skip(begin);
        }
    }

    private static void noMark(int mark, @Nullable Object value) {
        throw new IllegalStateException("rows in an envelope have no marks");
    }

    private void readOp(JsonCursor cursor, byte begin) {
        int from = cursor.at();
        if (begin == '"' && cursor.plainText() == from + 1) {
            op = (char) cursor.document()[from];
        } else {
            cursor.giveUp();
        }
    }

    private void readSource(JsonCursor cursor) {
        forgetSource();
        FieldNames.Name name = sourceNames.start();
        byte sign = cursor.next();
        while (sign == '"') {
            name = sourceNames.read(cursor, name);
            if (name == null) {
                return;
            }
            byte begin = cursor.next();
            switch (name.meaning()) {
                case SNAPSHOT -> readSnapshot(cursor, begin);
                case MILLIS -> millis = number(cursor, begin);
                case MICROS -> micros = number(cursor, begin);
                case NANOS -> {
                    // Of 19 digits, which only count where there is no other time.
                    nanos = begin != 'n';
                    cursor.skip(begin);
                }
                case POSITION -> logPosition = number(cursor, begin);
                case TRANSACTION -> {
                    long txId = number(cursor, begin);
                    transaction = txId == Change.UNKNOWN ? txId : DebeziumFormat.transaction(txId);
                }
                default -> cursor.skip(begin);
            }
            sign = cursor.next();
            if (sign == '}') {
                break;
            }
            sign = sign == ',' ? cursor.next() : 0;
        }
        if (sign != '}' || (nanos && millis == Change.UNKNOWN && micros == Change.UNKNOWN)) {
            cursor.giveUp();
        }
    }

    private void readSnapshot(JsonCursor cursor, byte begin) {
        beforeTheLast = false;
        int from = cursor.at();
        int to = begin == '"' ? cursor.plainText() : -1;
        if (to < 0) {
            cursor.giveUp();
        } else if (to - from != 5 || cursor.document()[from] != 'f' || cursor.document()[from + 1] != 'a') {
            beforeTheLast = DebeziumFormat.isBeforeTheLast(cursor.text(from, to));
        }
    }

    private static long number(JsonCursor cursor, byte begin) {
        if (begin == 'n') {
            cursor.word("ull");
            return Change.UNKNOWN;
        }
        return switch (cursor.number(begin)) {
            case WHOLE -> cursor.whole();
            case FRACTION, NONE -> {
                cursor.giveUp();
                yield Change.UNKNOWN;
            }
        };
    }

    char op() {
        return op;
    }

    @Nullable
    Row after() {
        return after;
    }

    boolean isBeforeTheLast() {
        return beforeTheLast;
    }

    long time() {
        return DebeziumFormat.time(millis, micros, Change.UNKNOWN);
    }

    long logPosition() {
        return logPosition;
    }

    long transaction() {
        return transaction;
    }
}

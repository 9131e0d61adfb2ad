package io.freshet.transforms.table.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.transforms.json.JsonDocuments;
import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Debezium's change event: {@code before}, {@code after}, {@code source}, {@code op}. */
final class DebeziumCodec implements ChangeCodec {

    /** What {@code source.snapshot} says of a row before a snapshot's last of this table. */
    private static final Set<String> BEFORE_THE_LAST = Set.of("true", "first", "first_in_data_collection");

    private final JsonDocuments documents = new JsonDocuments();
    private final KeyReader keys = new KeyReader();
    private final RowReader rows;
    private boolean snapshotBegun;
    private boolean snapshotOver;

    DebeziumCodec(List<String> columns) {
        this.rows = new RowReader(columns, null, true);
    }

    @Override
    public void decode(RawChange raw, Consumer<Change> changes) {
        byte[] value = raw.value();
        if (value == null) {
            changes.accept(new Change.Delete(keys.read(raw), Change.UNKNOWN, Change.UNKNOWN));
            return;
        }
        Event event = read(raw, value);
        if (event.beforeTheLast) {
            snapshotBegun = true;
        } else {
            snapshotOver = true;
        }
        switch (event.op) {
            case "c", "r", "u" -> {
                if (event.after == null) {
                    throw new BadChangeException(raw, "Expecting a row in 'after' with op '" + event.op + "'");
                }
                changes.accept(new Change.Upsert(keys.read(raw), event.after, Change.UNKNOWN, Change.UNKNOWN));
            }
            case "d" -> changes.accept(new Change.Delete(keys.read(raw), Change.UNKNOWN, Change.UNKNOWN));
            case "t" -> changes.accept(new Change.Truncate(Change.UNKNOWN, Change.UNKNOWN));
            case "m" -> {} // a message that the application wrote into the log, of no table
            default -> throw new BadChangeException(raw, "Expecting one of c, r, u, d, t, m in 'op'");
        }
    }

    @Override
    public Snapshot snapshot() {
        if (snapshotOver) {
            return Snapshot.OVER;
        }
        return snapshotBegun ? Snapshot.GOES_ON : Snapshot.NONE;
    }

    private Event read(RawChange raw, byte[] value) {
        try {
            return documents.read(value, this::event);
        } catch (DataException e) {
            throw new BadChangeException(raw, e);
        }
    }

    private Event event(JsonParser parser, @Nullable Schema schema) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new DataException("Expecting Debezium's envelope, an object. Found: " + parser.currentToken());
        }
        Row after = null;
        String op = null;
        boolean beforeTheLast = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("op")) {
                op = parser.getValueAsString();
            } else if (name.equals("after") && token == JsonToken.START_OBJECT) {
                Field field = schema == null ? null : schema.field(name);
                after = rows.read(parser, field == null ? null : field.schema());
                continue;
            } else if (name.equals("source") && token == JsonToken.START_OBJECT) {
                beforeTheLast = isBeforeTheLast(parser);
                continue;
            }
            parser.skipChildren();
        }
        if (op == null) {
            throw new DataException("Expecting Debezium's envelope. Found: an object without 'op'");
        }
        return new Event(op, after, beforeTheLast);
    }

    private static boolean isBeforeTheLast(JsonParser parser) throws IOException {
        boolean beforeTheLast = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean snapshot = parser.currentName().equals("snapshot");
            parser.nextToken();
            if (snapshot) {
                beforeTheLast = BEFORE_THE_LAST.contains(parser.getValueAsString(""));
            }
            parser.skipChildren();
        }
        return beforeTheLast;
    }

    /**
     * @param beforeTheLast if it belongs to a snapshot that goes on
     */
    private record Event(String op, @Nullable Row after, boolean beforeTheLast) {}
}

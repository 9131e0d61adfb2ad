package io.freshet.transforms.table.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.transforms.json.JsonDocuments;
import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Tells by each message's own fields whether it is Debezium's envelope or a row. */
final class DetectingCodec implements ChangeCodec {

    private final JsonDocuments documents = new JsonDocuments();
    private final ChangeCodec envelopes;
    private final ChangeCodec rows;

    DetectingCodec(List<String> columns) {
        this.envelopes = new DebeziumCodec(columns);
        this.rows = new RowCodec(columns, true);
    }

    @Override
    public void decode(RawChange raw, Consumer<Change> changes) {
        byte[] value = raw.value();
        ChangeCodec codec = value != null && isEnvelope(raw, value) ? envelopes : rows;
        codec.decode(raw, changes);
    }

    @Override
    public Snapshot snapshot() {
        return envelopes.snapshot();
    }

    private boolean isEnvelope(RawChange raw, byte[] value) {
        try {
            return documents.read(value, DetectingCodec::isEnvelope);
        } catch (DataException e) {
            throw new BadChangeException(raw, e);
        }
    }

    /** An envelope has {@code op}, {@code source} and at least one of {@code before} and {@code after}. */
    private static boolean isEnvelope(JsonParser parser, @Nullable Schema schema) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return false;
        }
        boolean op = false;
        boolean source = false;
        boolean state = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            op |= name.equals("op") && token == JsonToken.VALUE_STRING;
            source |= name.equals("source") && token == JsonToken.START_OBJECT;
            state |= name.equals("before") || name.equals("after");
            parser.skipChildren();
        }
        return op && source && state;
    }
}

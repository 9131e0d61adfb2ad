package io.freshet.transforms.table.codec;

import io.freshet.transforms.json.JsonDocuments;
import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A row a message: the newest of a key holds, a null value deletes. */
final class RowCodec implements ChangeCodec {

    private final JsonDocuments documents = new JsonDocuments();
    private final KeyReader keys = new KeyReader();
    private final RowReader rows;

    /**
     * @param ofDebezium if rows are what ExtractNewRecordState makes: {@code __deleted} marks a delete, and a placeholder
     *     stands for what has not changed
     */
    RowCodec(List<String> columns, boolean ofDebezium) {
        this.rows = new RowReader(columns, ofDebezium ? "__deleted" : null, ofDebezium);
    }

    @Override
    public void decode(RawChange raw, Consumer<Change> changes) {
        byte[] value = raw.value();
        Row row = value == null ? null : read(raw, value);
        RowKey key = keys.read(raw);
        changes.accept(
                row == null
                        ? new Change.Delete(key, Change.UNKNOWN, Change.UNKNOWN)
                        : new Change.Upsert(key, row, Change.UNKNOWN, Change.UNKNOWN));
    }

    private @Nullable Row read(RawChange raw, byte[] value) {
        try {
            return documents
                    .read(value, (parser, schema) -> Optional.ofNullable(rows.read(parser, schema)))
                    .orElse(null);
        } catch (DataException e) {
            throw new BadChangeException(raw, e);
        }
    }
}

package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of heap a key and its row take, about: 64-bit JVM, compressed references, text of Latin letters. What columns
 * share is not counted.
 */
public final class RowSize {

    /** The cache's entry and its place in the table (about 80), what is known of the row (24), what its reading saw (48). */
    private static final long ENTRY = 152;

    /** The entry of a map and its place in the map's table (about 40), and the key's object. */
    private static final long PLAIN_ENTRY = 64;

    private static final long ROW = 32;
    private static final long ARRAY = 16;
    private static final long REFERENCE = 4;
    private static final long OBJECT = 24;

    private RowSize() {}

    static int of(RowKey key, @Nullable Row row) {
        return (int) Math.min(Integer.MAX_VALUE, ENTRY + contents(key, row));
    }

    /** Returns the size of a row that is found by the key of its changes, too: one more entry of a map, and a list. */
    static int ofRowWithId(RowKey key, @Nullable Row row, @Nullable RowKey id) {
        long more = id == null ? 0 : PLAIN_ENTRY + OBJECT + contents(id, null);
        return (int) Math.min(Integer.MAX_VALUE, ENTRY + contents(key, row) + more);
    }

    /** Returns the size of a row in a table that has all its rows, and of its key there. */
    public static long inCompleteTable(RowKey key, Row row) {
        return PLAIN_ENTRY + contents(key, row);
    }

    private static long contents(RowKey key, @Nullable Row row) {
        long bytes = 0;
        for (int i = 0; i < key.parts(); i++) {
            bytes += OBJECT + ARRAY + key.part(i).length();
        }
        if (row != null) {
            bytes += ROW + (row.columns().size() > 3 ? ARRAY : 0);
            for (int i = 0; i < row.columns().size(); i++) {
                bytes += REFERENCE + of(row.value(i));
            }
        }
        return bytes;
    }

    private static long of(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return 0;
        }
        if (value instanceof String text) {
            return OBJECT + ARRAY + text.length();
        }
        if (value instanceof byte[] bytes) {
            return ARRAY + bytes.length;
        }
        if (value instanceof ByteBuffer buffer) {
            return 2 * OBJECT + ARRAY + buffer.capacity();
        }
        if (value instanceof BigDecimal) {
            return 2 * OBJECT + ARRAY;
        }
        if (value instanceof Struct struct) {
            long bytes = OBJECT + ARRAY;
            for (Field field : struct.schema().fields()) {
                bytes += REFERENCE + of(struct.getWithoutDefault(field.name()));
            }
            return bytes;
        }
        if (value instanceof Map<?, ?> map) {
            long bytes = 2 * OBJECT;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += 2 * OBJECT + of(entry.getKey()) + of(entry.getValue());
            }
            return bytes;
        }
        if (value instanceof Collection<?> list) {
            return OBJECT
                    + ARRAY
                    + list.stream()
                            .mapToLong(element -> REFERENCE + of(element))
                            .sum();
        }
        return OBJECT;
    }
}

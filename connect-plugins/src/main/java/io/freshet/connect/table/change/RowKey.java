package io.freshet.connect.table.change;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells a row from others. */
public record RowKey(Object value) {

    static RowKey of(@Nullable Object[] values, int keys) {
        if (keys == 1) {
            return new RowKey(comparable(values[0]));
        }
        List<Object> parts = new ArrayList<>(keys);
        for (int i = 0; i < keys; i++) {
            parts.add(comparable(values[i]));
        }
        return new RowKey(Collections.unmodifiableList(parts));
    }

    private static Object comparable(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a key has no nulls");
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }
}

package io.freshet.transforms.table.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's placeholder for a large value that an update has left as it was, and that PostgreSQL therefore has not
 * logged: the text itself, as text, bytes, or the one element of an array or map.
 */
final class UnavailableValue {

    private static final String TEXT = "__debezium_unavailable_value";
    private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);
    private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

    private UnavailableValue() {}

    static boolean is(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(TEXT) || text.equals(BASE64);
        }
        if (value instanceof byte[] bytes) {
            return Arrays.equals(bytes, BYTES);
        }
        if (value instanceof List<?> list) {
            return (list.size() == 1 && is(list.get(0))) || isBytes(list);
        }
        return value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(TEXT);
    }

    /** Arrays of numbers have the placeholder's bytes as their elements. */
    private static boolean isBytes(List<?> list) {
        if (list.size() != BYTES.length) {
            return false;
        }
        for (int i = 0; i < BYTES.length; i++) {
            if (!(list.get(i) instanceof Number number) || number.intValue() != BYTES[i]) {
                return false;
            }
        }
        return true;
    }
}

package io.freshet.transforms.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The name of a value's type in CEL. */
final class TypeName {

    private TypeName() {}

    static String of(@Nullable Object value) {
        if (value == null || value instanceof NullValue) {
            return "null";
        } else if (value instanceof Boolean) {
            return "a bool";
        } else if (value instanceof Long) {
            return "an int";
        } else if (value instanceof UnsignedLong) {
            return "a uint";
        } else if (value instanceof Double) {
            return "a double";
        } else if (value instanceof String) {
            return "a string";
        } else if (value instanceof CelByteString) {
            return "bytes";
        } else if (value instanceof Instant) {
            return "a timestamp";
        } else if (value instanceof Duration) {
            return "a duration";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Map) {
            return "a map";
        } else if (value instanceof Optional) {
            return "an optional value";
        }
        return "a value of another type";
    }
}

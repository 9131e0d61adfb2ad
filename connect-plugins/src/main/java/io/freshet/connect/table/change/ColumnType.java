package io.freshet.connect.table.change;

import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column.
 *
 * @param length of text and bytes the longest value, of decimals the digits; 0 for no bound that is known
 * @param scale of decimals the digits after the point; -1 for any
 */
public record ColumnType(Kind kind, int length, int scale) {

    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, -1);
    }

    /**
     * Returns what a column of this type holds for a value.
     *
     * @throws DataException if it can hold no such value without loss; the message does not tell the value
     */
    public @Nullable Object convert(@Nullable Object value) {
        return value == null ? null : Conversion.of(this, value);
    }

    /** Returns if every value of the other type is one of this type too. */
    public boolean holds(ColumnType other) {
        if (kind == other.kind) {
            return isWithin(other.length, length) && (scale < 0 || other.scale == scale);
        }
        return switch (kind) {
            case INT32 -> other.kind == Kind.INT16;
            case INT64 -> other.kind == Kind.INT16 || other.kind == Kind.INT32;
            case FLOAT64 -> other.kind == Kind.FLOAT32 || other.kind == Kind.INT16 || other.kind == Kind.INT32;
            case DECIMAL -> other.isWhole() && (length == 0 || length - Math.max(scale, 0) >= other.digits());
            case TIMESTAMP, MOMENT -> other.kind == Kind.TIMESTAMP || other.kind == Kind.MOMENT;
            case TEXT -> length == 0 && (other.kind == Kind.JSON || other.kind == Kind.OTHER);
            case OTHER -> other.kind == Kind.TEXT;
            default -> false;
        };
    }

    private static boolean isWithin(int length, int bound) {
        return bound == 0 || (length != 0 && length <= bound);
    }

    private boolean isWhole() {
        return kind == Kind.INT16 || kind == Kind.INT32 || kind == Kind.INT64;
    }

    private int digits() {
        return kind == Kind.INT16 ? 5 : kind == Kind.INT32 ? 10 : 19;
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (length == 0 && scale < 0) {
            return name;
        }
        return scale < 0 ? name + "(" + length + ")" : name + "(" + length + "," + scale + ")";
    }
}

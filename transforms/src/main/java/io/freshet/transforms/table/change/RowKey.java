package io.freshet.transforms.table.change;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row, one part per key column. Parts are compared by value across the types that the two sides of a join
 * mix up, by one rule: each part is compared as text.
 *
 * <ul>
 *   <li>Text is itself.
 *   <li>An integer is its decimal digits; any other number its plain decimal notation without trailing zeros, so
 *       {@code 42}, {@code 42.0} and {@code "42"} are the same key, {@code "042"} and {@code "42.0"} are others.
 *   <li>A boolean is {@code true} or {@code false}, a UUID its usual form in lower case.
 *   <li>Bytes are base64, as in Connect's JSON.
 *   <li>A date, time or timestamp of Connect is its milliseconds since the epoch.
 * </ul>
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
public final class RowKey {

    private final String first;
    private final String @Nullable [] rest;
    private final int hash;

    private RowKey(String first, String @Nullable [] rest) {
        this.first = first;
        this.rest = rest;
        this.hash = rest == null ? first.hashCode() : 31 * first.hashCode() + Arrays.hashCode(rest);
    }

    /**
     * Returns the key of one part.
     *
     * @throws DataException if the value cannot be a key
     */
    public static RowKey of(Object part) {
        return new RowKey(text(part), null);
    }

    /**
     * Returns the key of these parts, in the order of the table's key columns.
     *
     * @throws DataException if a value cannot be a key
     */
    public static RowKey of(List<?> parts) {
        String[] rest = null;
        if (parts.size() > 1) {
            rest = new String[parts.size() - 1];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = text(parts.get(i + 1));
            }
        }
        return new RowKey(text(parts.get(0)), rest);
    }

    private static String text(Object part) {
        if (part instanceof String text) {
            return text;
        }
        if (part instanceof Long || part instanceof Integer || part instanceof Short || part instanceof Byte) {
            return Long.toString(((Number) part).longValue());
        }
        if (part instanceof BigInteger || part instanceof Boolean) {
            return part.toString();
        }
        if (part instanceof BigDecimal decimal) {
            return plain(decimal);
        }
        if (part instanceof Double || part instanceof Float) {
            double number = ((Number) part).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new DataException("Expecting a finite number as a key");
            }
            return plain(new BigDecimal(part.toString()));
        }
        if (part instanceof UUID uuid) {
            return uuid.toString();
        }
        if (part instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (part instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (part instanceof Date date) {
            return Long.toString(date.getTime());
        }
        throw new DataException("Expecting text, a number, a boolean, bytes or a time as a key. Found: "
                + part.getClass().getName());
    }

    private static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /** Returns how many parts the key has. */
    public int parts() {
        return rest == null ? 1 : 1 + rest.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof RowKey that
                        && hash == that.hash
                        && first.equals(that.first)
                        && Arrays.equals(rest, that.rest));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Tells the number of parts only: keys are payload. */
    @Override
    public String toString() {
        return "RowKey of " + parts() + (parts() == 1 ? " part" : " parts");
    }
}

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
 *
 * <p>Text that is an integer of up to 18 digits, as a number is written, is held as a number, which takes 16
 * or 24 bytes; other text takes 16 more than the text itself.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
public abstract sealed class RowKey {

    /** An integer of as many digits is held as a number: it fits into a long, whatever they are. */
    private static final int MOST_DIGITS = 18;

    /** The least number of more digits. */
    private static final long TOO_LONG = 1_000_000_000_000_000_000L;

    private RowKey() {}

    /**
     * Returns the key of one part.
     *
     * @throws DataException if the value cannot be a key
     */
    public static RowKey of(Object part) {
        if (part instanceof String text) {
            return of(text);
        }
        if (part instanceof Long || part instanceof Integer || part instanceof Short || part instanceof Byte) {
            return of(((Number) part).longValue());
        }
        return of(text(part));
    }

    /** Returns the key that is one integer. */
    public static RowKey of(long part) {
        if (part == (int) part) {
            return new Int((int) part);
        }
        return part > -TOO_LONG && part < TOO_LONG ? new Whole(part) : new Text(Long.toString(part));
    }

    /** Returns the key that is one text. */
    public static RowKey of(String part) {
        return isWhole(part) ? of(Long.parseLong(part)) : new Text(part);
    }

    /**
     * Returns the key of these parts, in the order of the table's key columns.
     *
     * @throws DataException if a value cannot be a key
     */
    public static RowKey of(List<?> parts) {
        if (parts.size() == 1) {
            return of((Object) parts.get(0));
        }
        RowKey[] keys = new RowKey[parts.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = of((Object) parts.get(i));
        }
        return new Composite(keys);
    }

    /** Returns the key of these parts, each the key of one, in the order of the table's key columns. */
    public static RowKey ofParts(List<RowKey> parts) {
        return parts.size() == 1 ? parts.get(0) : new Composite(parts.toArray(RowKey[]::new));
    }

    /** Returns if a number's own text would be exactly this one. */
    private static boolean isWhole(String text) {
        int length = text.length();
        int first = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length == first || length - first > MOST_DIGITS || (text.charAt(first) == '0' && length > 1)) {
            return false;
        }
        for (int i = first; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String text(Object part) {
        if (part instanceof BigInteger || part instanceof Boolean) {
            return part.toString();
        }
        if (part instanceof BigDecimal decimal) {
            return plain(decimal);
        }
        if (part instanceof Double || part instanceof Float) {
            double number = ((Number) part).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new DataException("Expecting a finite number as a key. Found: a "
                        + part.getClass().getSimpleName() + " that is none");
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
        throw new DataException("Expecting text, a number, a boolean, a UUID, bytes or a time as a key. Found: "
                + part.getClass().getName());
    }

    private static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /** Returns how many parts the key has. */
    public int parts() {
        return 1;
    }

    /** Returns a part as the text that it is compared by. It is payload. */
    public abstract String part(int index);

    @Override
    public abstract boolean equals(@Nullable Object other);

    @Override
    public abstract int hashCode();

    /** Tells the number of parts only: keys are payload. */
    @Override
    public String toString() {
        return "RowKey of " + parts() + (parts() == 1 ? " part" : " parts");
    }

    private static final class Text extends RowKey {
        private final String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        public String part(int index) {
            return text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** An integer of 32 bits, in 16 bytes. */
    private static final class Int extends RowKey {
        private final int value;

        Int(int value) {
            this.value = value;
        }

        @Override
        public String part(int index) {
            return Integer.toString(value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Int that && value == that.value;
        }

        @Override
        public int hashCode() {
            return value;
        }
    }

    /** An integer of more than 32 bits. */
    private static final class Whole extends RowKey {
        private final long value;

        Whole(long value) {
            this.value = value;
        }

        @Override
        public String part(int index) {
            return Long.toString(value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Whole that && value == that.value;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(value);
        }
    }

    private static final class Composite extends RowKey {
        private final RowKey[] parts;
        private final int hash;

        Composite(RowKey[] parts) {
            this.parts = parts;
            this.hash = Arrays.hashCode(parts);
        }

        @Override
        public int parts() {
            return parts.length;
        }

        @Override
        public String part(int index) {
            return parts[index].part(0);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Composite that && hash == that.hash && Arrays.equals(parts, that.parts);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}

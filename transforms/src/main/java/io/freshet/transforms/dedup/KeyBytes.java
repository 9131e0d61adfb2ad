package io.freshet.transforms.dedup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A key by value, in bytes: equal ones are equal keys, integers whatever their width, maps whatever their order. One that is
 * long is kept as its SHA-256, so that keys take a bounded room and nothing of a record is held on to.
 */
final class KeyBytes {

    private static final int LONGEST = 64;

    private final byte[] bytes;
    private final int hash;

    private KeyBytes(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyBytes that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Writes values one after the other. Each begins with its kind, and tells its length where that varies. */
    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    static final class Writer {
        private static final byte NULL = 0;
        private static final byte FALSE = 1;
        private static final byte TRUE = 2;
        private static final byte INTEGER = 3;
        private static final byte FLOAT = 4;
        private static final byte DECIMAL = 5;
        private static final byte TEXT = 6;
        private static final byte BYTES = 7;
        private static final byte TIME = 8;
        private static final byte LIST = 9;
        private static final byte MAP = 10;
        private static final byte STRUCT = 11;

        private final MessageDigest sha256 = sha256();
        private byte[] buffer = new byte[256];
        private int length;

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every JDK has SHA-256", e);
            }
        }

        void clear() {
            length = 0;
        }

        /** Returns what was written since it was cleared. */
        KeyBytes key() {
            if (length <= LONGEST) {
                return new KeyBytes(Arrays.copyOf(buffer, length));
            }
            sha256.update(buffer, 0, length);
            return new KeyBytes(sha256.digest());
        }

        /**
         * Writes a value.
         *
         * @throws DataException if it is of no type of Connect
         */
        void write(@Nullable Object value) {
            if (value == null) {
                kind(NULL);
            } else if (value instanceof String text) {
                bytes(TEXT, text.getBytes(UTF_8));
            } else if (value instanceof Long
                    || value instanceof Integer
                    || value instanceof Short
                    || value instanceof Byte) {
                number(INTEGER, ((Number) value).longValue());
            } else if (value instanceof Boolean truth) {
                kind(truth ? TRUE : FALSE);
            } else {
                writeRarer(value);
            }
        }

        private void writeRarer(Object value) {
            if (value instanceof Double || value instanceof Float) {
                number(FLOAT, Double.doubleToLongBits(((Number) value).doubleValue()));
            } else if (value instanceof BigDecimal decimal) {
                decimal(decimal.stripTrailingZeros());
            } else if (value instanceof BigInteger integer) {
                decimal(new BigDecimal(integer).stripTrailingZeros());
            } else if (value instanceof byte[] array) {
                bytes(BYTES, array);
            } else if (value instanceof ByteBuffer view) {
                byte[] copy = new byte[view.remaining()];
                view.duplicate().get(copy);
                bytes(BYTES, copy);
            } else if (value instanceof Date time) {
                number(TIME, time.getTime());
            } else {
                writeComposite(value);
            }
        }

        private void writeComposite(Object value) {
            if (value instanceof List<?> list) {
                number(LIST, list.size());
                list.forEach(this::write);
            } else if (value instanceof Map<?, ?> map) {
                map(map);
            } else if (value instanceof Struct struct) {
                number(STRUCT, struct.schema().fields().size());
                for (Field field : struct.schema().fields()) {
                    write(struct.getWithoutDefault(field.name()));
                }
            } else {
                throw new DataException("Expecting a type of Connect. Found: "
                        + value.getClass().getName());
            }
        }

        private void map(Map<?, ?> map) {
            number(MAP, map.size());
            byte[][] entries = new byte[map.size()][];
            int i = 0;
            for (Map.Entry<?, ?> each : map.entrySet()) {
                Writer entry = new Writer();
                entry.write(each.getKey());
                entry.write(each.getValue());
                entries[i++] = Arrays.copyOf(entry.buffer, entry.length);
            }
            Arrays.sort(entries, Arrays::compare);
            for (byte[] entry : entries) {
                bytes(BYTES, entry);
            }
        }

        private void decimal(BigDecimal decimal) {
            number(DECIMAL, decimal.scale());
            bytes(DECIMAL, decimal.unscaledValue().toByteArray());
        }

        private void kind(byte kind) {
            room(1);
            buffer[length++] = kind;
        }

        private void number(byte kind, long number) {
            room(9);
            buffer[length++] = kind;
            for (int shift = 56; shift >= 0; shift -= 8) {
                buffer[length++] = (byte) (number >>> shift);
            }
        }

        private void bytes(byte kind, byte[] bytes) {
            room(bytes.length + 5);
            buffer[length++] = kind;
            for (int shift = 24; shift >= 0; shift -= 8) {
                buffer[length++] = (byte) (bytes.length >>> shift);
            }
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
        }

        private void room(int more) {
            if (buffer.length - length < more) {
                buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
            }
        }
    }
}

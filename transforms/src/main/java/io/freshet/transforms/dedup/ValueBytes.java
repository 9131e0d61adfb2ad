package io.freshet.transforms.dedup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Values written as bytes, one after the other, such that equal bytes are equal values: integers whatever their width, maps
 * whatever their order. Each begins with its kind, and tells its length where that varies. Used by one thread.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class ValueBytes {

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

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] buffer = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** Returns the bytes from the first on, and others after the last. */
    byte[] buffer() {
        return buffer;
    }

    /** Writes zeros until the length is a multiple of eight. */
    void pad() {
        room(Long.BYTES);
        LONG.set(buffer, length, 0L);
        length = (length + Long.BYTES - 1) & -Long.BYTES;
    }

    /** Returns eight of the bytes. */
    long word(int index) {
        return (long) LONG.get(buffer, index * Long.BYTES);
    }

    /** Takes other bytes for all that was written. */
    void replaceBy(byte[] bytes) {
        length = 0;
        append(bytes);
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
            text(text);
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
            throw new DataException(
                    "Expecting a type of Connect. Found: " + value.getClass().getName());
        }
    }

    private void map(Map<?, ?> map) {
        number(MAP, map.size());
        byte[][] entries = new byte[map.size()][];
        int i = 0;
        for (Map.Entry<?, ?> each : map.entrySet()) {
            ValueBytes entry = new ValueBytes();
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
        room(1 + Long.BYTES);
        buffer[length] = kind;
        LONG.set(buffer, length + 1, number);
        length += 1 + Long.BYTES;
    }

    /** As bytes of UTF-8, but without an array between where a text is in ASCII, as nearly all that are keys. */
    private void text(String text) {
        int size = text.length();
        room(1 + Integer.BYTES + size);
        int start = length + 1 + Integer.BYTES;
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes(TEXT, text.getBytes(UTF_8));
                return;
            }
            buffer[start + i] = (byte) c;
        }
        header(TEXT, size);
        length += size;
    }

    private void bytes(byte kind, byte[] bytes) {
        room(1 + Integer.BYTES);
        header(kind, bytes.length);
        append(bytes);
    }

    private void header(byte kind, int size) {
        buffer[length] = kind;
        INT.set(buffer, length + 1, size);
        length += 1 + Integer.BYTES;
    }

    private void append(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}

package io.freshet.connect.table.change;

import io.freshet.transforms.json.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Values as columns hold them, without any loss. */
final class Conversion {

    private Conversion() {}

    static Object of(ColumnType type, Object value) {
        Object converted = converted(type, value);
        if (converted == null) {
            throw new DataException("expecting " + type + ". Found: a value of "
                    + value.getClass().getSimpleName() + " that is none");
        }
        return converted;
    }

    private static @Nullable Object converted(ColumnType type, Object value) {
        return switch (type.kind()) {
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case INT16 -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT32 -> float32(value);
            case FLOAT64 -> float64(value);
            case DECIMAL -> decimal(type, value);
            case TEXT -> text(type, value);
            case BYTES -> bytes(type, value);
            case DATE -> date(value);
            case TIME -> time(value);
            case TIMESTAMP, MOMENT -> moment(value);
            case JSON -> json(value);
            case OTHER -> other(value);
        };
    }

    private static @Nullable Object whole(Object value, long least, long most) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long number = ((Number) value).longValue();
            return number < least || number > most ? null : value instanceof Long ? value : (Object) number;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        BigDecimal exact = exact(value);
        try {
            return exact == null ? null : whole(exact.longValueExact(), least, most);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Object float32(Object value) {
        if (value instanceof Float) {
            return value;
        }
        if (value instanceof Double wide) {
            float narrow = wide.floatValue();
            return Float.isInfinite(narrow) && !Double.isInfinite(wide) ? null : (Object) narrow;
        }
        return value instanceof Number number ? (Object) number.floatValue() : null;
    }

    private static @Nullable Object float64(Object value) {
        if (value instanceof Double) {
            return value;
        }
        return value instanceof Number number ? (Object) number.doubleValue() : null;
    }

    private static @Nullable BigDecimal exact(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? new BigDecimal(value.toString()) : null;
        }
        return value instanceof Number number ? BigDecimal.valueOf(number.longValue()) : null;
    }

    private static @Nullable Object decimal(ColumnType type, Object value) {
        BigDecimal exact = value instanceof String text ? parsed(text) : exact(value);
        if (exact == null || type.scale() < 0) {
            return exact;
        }
        try {
            BigDecimal scaled = exact.setScale(type.scale(), RoundingMode.UNNECESSARY);
            return type.length() == 0 || scaled.precision() <= type.length() ? scaled : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal parsed(String text) {
        try {
            return text.length() > 1_000 ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Object text(ColumnType type, Object value) {
        if (value instanceof Map || value instanceof List) {
            return bounded(type, JsonText.of(value));
        }
        return value instanceof String text ? bounded(type, text) : null;
    }

    private static @Nullable Object bounded(ColumnType type, String text) {
        boolean fits = type.length() == 0
                || text.length() <= type.length()
                || text.codePointCount(0, text.length()) <= type.length();
        return fits ? text : null;
    }

    private static byte @Nullable [] bytes(ColumnType type, Object value) {
        byte[] bytes = null;
        if (value instanceof byte[] array) {
            bytes = array;
        } else if (value instanceof ByteBuffer buffer) {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
        } else if (value instanceof String text) {
            try {
                bytes = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return bytes == null || (type.length() != 0 && bytes.length > type.length()) ? null : bytes;
    }

    private static @Nullable Object date(Object value) {
        try {
            if (value instanceof String text) {
                return LocalDate.parse(text);
            }
            if (value instanceof Long || value instanceof Integer) {
                return LocalDate.ofEpochDay(((Number) value).longValue());
            }
        } catch (DateTimeException e) {
            return null;
        }
        return value instanceof LocalDate ? value : null;
    }

    private static @Nullable Object time(Object value) {
        try {
            if (value instanceof String text) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeException e) {
            return null;
        }
        return value instanceof LocalTime ? value : null;
    }

    /** Numbers are milliseconds since 1970, text is ISO 8601; without a zone it is UTC. */
    private static @Nullable Object moment(Object value) {
        try {
            if (value instanceof Long || value instanceof Integer) {
                return LocalDateTime.ofInstant(Instant.ofEpochMilli(((Number) value).longValue()), ZoneOffset.UTC);
            }
            return value instanceof String text ? moment(text) : value instanceof LocalDateTime ? value : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalDateTime moment(String text) {
        int time = text.indexOf('T');
        boolean zoned =
                text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', Math.max(time, 0)) > time;
        return time > 0 && zoned
                ? OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static @Nullable Object json(Object value) {
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return null;
        }
        return value instanceof String text && looksLikeJson(text) ? text : JsonText.of(value);
    }

    /** Debezium tells JSON columns as text that is JSON already. */
    private static boolean looksLikeJson(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    private static @Nullable Object other(Object value) {
        if (value instanceof Map || value instanceof List) {
            return JsonText.of(value);
        }
        if (value instanceof LocalDateTime time) {
            return time.toString().replace('T', ' ');
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof byte[] || value instanceof ByteBuffer ? null : value.toString();
    }
}

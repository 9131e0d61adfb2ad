package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A type as MySQL writes it, such as {@code decimal(10,2)} or {@code bigint(20) unsigned}, and how its values are read from
 * text. Of times, which may exceed a day, and of all that has no type in Connect, the text stays.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class MysqlType {

    private static final Pattern FORM =
            Pattern.compile("([a-z]+)\\s*(?:\\((\\d{1,3})(?:\\s*,\\s*(\\d{1,3}))?\\))?(.*)");
    private static final int LONGEST_NUMBER = 100;
    private static final int DEFAULT_PRECISION = 10;

    /** Reads a value from its text; null if it is one that Connect's type does not have. */
    private interface Reading {
        @Nullable
        Object read(String text);
    }

    private final Schema schema;
    private final Reading reading;

    private MysqlType(Schema schema, Reading reading) {
        this.schema = schema;
        this.reading = reading;
    }

    static MysqlType of(String told) {
        Matcher form = FORM.matcher(told.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return text();
        }
        boolean unsigned = form.group(4).contains("unsigned");
        return switch (form.group(1)) {
            case "tinyint", "smallint", "mediumint", "year" -> int32();
            case "int", "integer" -> unsigned ? int64() : int32();
            case "bigint" -> unsigned ? decimal(0) : int64();
            case "float", "double", "real" ->
                new MysqlType(Schema.OPTIONAL_FLOAT64_SCHEMA, text -> Double.valueOf(number(text)));
            case "decimal", "numeric" -> decimal(form.group(3) == null ? 0 : Integer.parseInt(form.group(3)));
            case "date" -> new MysqlType(Date.builder().optional().build(), MysqlType::date);
            case "datetime", "timestamp" ->
                new MysqlType(Timestamp.builder().optional().build(), MysqlType::timestamp);
            // Canal writes each byte as the character of its number.
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                new MysqlType(Schema.OPTIONAL_BYTES_SCHEMA, text -> text.getBytes(ISO_8859_1));
            default -> text();
        };
    }

    private static MysqlType text() {
        return new MysqlType(Schema.OPTIONAL_STRING_SCHEMA, text -> text);
    }

    private static MysqlType int32() {
        return new MysqlType(Schema.OPTIONAL_INT32_SCHEMA, text -> Integer.valueOf(number(text)));
    }

    private static MysqlType int64() {
        return new MysqlType(Schema.OPTIONAL_INT64_SCHEMA, text -> Long.valueOf(number(text)));
    }

    private static MysqlType decimal(int scale) {
        return new MysqlType(Decimal.builder(scale).optional().build(), text -> decimal(text)
                .setScale(scale, RoundingMode.UNNECESSARY));
    }

    /** Written out, a number such as 1e999999999 would fill the heap. */
    private static BigDecimal decimal(String text) {
        BigDecimal decimal = new BigDecimal(number(text));
        if (Math.abs((long) decimal.scale()) > LONGEST_NUMBER) {
            throw new DataException("Expecting a decimal of at most " + LONGEST_NUMBER + " digits");
        }
        return decimal;
    }

    private static String number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            throw new DataException("Expecting a number");
        }
        return text;
    }

    private static @Nullable Object date(String text) {
        return isZero(text) ? null : new java.util.Date(LocalDate.parse(text).toEpochDay() * 86_400_000L);
    }

    /** Canal tells no zone: the values are taken as UTC's. */
    private static @Nullable Object timestamp(String text) {
        return isZero(text)
                ? null
                : new java.util.Date(LocalDateTime.parse(text.replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli());
    }

    /** MySQL's dates that are none, such as 0000-00-00. */
    private static boolean isZero(String text) {
        return text.length() >= DEFAULT_PRECISION && (text.startsWith("0000") || text.contains("-00"));
    }

    Schema schema() {
        return schema;
    }

    /**
     * Returns the value that a text is, null for a date that is none.
     *
     * @throws DataException if the text is no value of this type
     */
    @Nullable
    Object value(String text) {
        try {
            return reading.read(text);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new DataException("Expecting a value that fits its type. Found: another text", e);
        }
    }
}

package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Column;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column are sent.
 *
 * @param element what the array is of
 * @param cast the type that an element is read as, null where it is that already
 * @param sample an array that says of which class the values are, by which the driver knows to send them as bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PostgresArray(String element, @Nullable String cast, @Nullable Object[] sample) {

    /** A name that needs no quotes; what is none comes quoted from the driver, or stands between quotes. */
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    static PostgresArray of(Column column) {
        return switch (column.type().kind()) {
            case BOOLEAN -> new PostgresArray("bool", null, new Boolean[0]);
            case INT16, INT32, INT64 -> new PostgresArray("int8", null, new Long[0]);
            case FLOAT32 -> new PostgresArray("float4", null, new Float[0]);
            case FLOAT64 -> new PostgresArray("float8", null, new Double[0]);
            case BYTES -> new PostgresArray("bytea", null, new byte[0][]);
            case TEXT -> new PostgresArray("text", null, new String[0]);
            case DECIMAL, DATE, TIME, TIMESTAMP, MOMENT, JSON, OTHER ->
                new PostgresArray("text", quoted(column.typeName()), new String[0]);
        };
    }

    private static String quoted(String typeName) {
        boolean asItIs = PLAIN.matcher(typeName).matches() || typeName.startsWith("\"");
        return asItIs ? typeName : "\"" + typeName.replace("\"", "\"\"") + "\"";
    }

    /** Returns the expression that reads an element. */
    String read(String name) {
        return cast == null ? name : "cast(" + name + " as " + cast + ")";
    }

    @Nullable
    Object[] values(List<Change> changes, int column) {
        @Nullable Object[] values = java.util.Arrays.copyOf(sample, changes.size());
        for (int i = 0; i < values.length; i++) {
            Object value = changes.get(i).value(column);
            values[i] = cast == null || value == null ? value : text(value);
        }
        return values;
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        // Times are of UTC; a column without a zone does not look at it.
        return value instanceof java.time.LocalDateTime ? value + "+00" : value.toString();
    }
}

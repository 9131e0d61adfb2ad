package io.freshet.transforms.table.load;

import io.freshet.transforms.table.change.LoadFailedException;
import io.freshet.transforms.table.change.RowKey;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A column of the key: its values as texts of a row's key, and back, so that "42" finds the 42 of an integer column. */
final class KeyColumn {

    /** How a number may be written. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** How the text of a number is written: without an exponent, which could make it very long. */
    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    /** The kinds of types that are compared alike on all sides of a join. */
    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private enum Kind {
        WHOLE("a number", KeyColumn::number, KeyColumn::setWhole),
        DECIMAL(
                "a number",
                KeyColumn::number,
                (statement, index, value) -> statement.setBigDecimal(index, (BigDecimal) value)),
        TEXT("text", text -> text, (statement, index, value) -> statement.setString(index, value.toString())),
        /** PostgreSQL has no comparison of its enums and other types with a text that says it is one. */
        UNTYPED_TEXT("text", text -> text, (statement, index, value) -> statement.setObject(index, value, Types.OTHER)),
        TRUTH(
                "true or false",
                KeyColumn::truth,
                (statement, index, value) -> statement.setBoolean(index, (Boolean) value)),
        IDENTIFIER("a UUID", UUID::fromString, PreparedStatement::setObject),
        BYTES(
                "bytes, or base64",
                text -> Base64.getDecoder().decode(text),
                (statement, index, value) -> statement.setBytes(index, (byte[]) value));

        private final String expected;
        private final Parser parser;
        private final Sql.Setter setter;

        Kind(String expected, Parser parser, Sql.Setter setter) {
            this.expected = expected;
            this.parser = parser;
            this.setter = setter;
        }
    }

    private interface Parser {
        /** Returns the value, null if no value is written so. */
        @Nullable
        Object parse(String text);
    }

    private static @Nullable Object number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return PLAIN_NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static Object truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException();
    }

    /** An integer that is too long for any column can be asked for as well: there is none. */
    private static void setWhole(PreparedStatement statement, int index, Object value) throws SQLException {
        BigDecimal number = (BigDecimal) value;
        try {
            statement.setLong(index, number.longValueExact());
        } catch (ArithmeticException e) {
            statement.setBigDecimal(index, number);
        }
    }

    private final String name;
    private final String typeName;
    private final Kind kind;

    private KeyColumn(String name, String typeName, Kind kind) {
        this.name = name;
        this.typeName = typeName;
        this.kind = kind;
    }

    /**
     * Returns the column of a type that JDBC names.
     *
     * @throws LoadFailedException if its values have no text that all sides agree on
     */
    static KeyColumn of(String table, String name, int type, String typeName, boolean postgres) {
        return new KeyColumn(name, typeName, kind(table, name, type, typeName, postgres));
    }

    private static Kind kind(String table, String name, int type, String typeName, boolean postgres) {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.WHOLE;
            case Types.NUMERIC, Types.DECIMAL -> Kind.DECIMAL;
            case Types.BOOLEAN, Types.BIT -> Kind.TRUTH;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                postgres ? Kind.UNTYPED_TEXT : Kind.TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Kind.BYTES;
            case Types.OTHER -> other(table, name, typeName, postgres);
            default -> throw refused(table, name, typeName);
        };
    }

    private static Kind other(String table, String name, String typeName, boolean postgres) {
        if (typeName.equalsIgnoreCase("uuid")) {
            return Kind.IDENTIFIER;
        }
        if (!postgres) {
            throw refused(table, name, typeName);
        }
        return Kind.UNTYPED_TEXT;
    }

    private static LoadFailedException refused(String table, String name, String typeName) {
        return new LoadFailedException(
                "Column " + name + " of " + table + " is of type " + typeName
                        + ". Expecting integers, decimals, text, booleans, UUIDs or bytes in the columns of a key",
                null);
    }

    String name() {
        return name;
    }

    /**
     * Returns the column's value of which this is the text, null if no value has exactly this text, as 042 in a column of
     * integers.
     *
     * @throws DataException if the text is of no value of the column's type; the message does not tell it
     */
    @Nullable
    Object value(String text) {
        @Nullable Object value;
        try {
            value = kind.parser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DataException("Expecting " + kind.expected + " for column " + name + ", which is of type "
                    + typeName + ". Found: text that is none");
        }
        return value != null && RowKey.of(value).equals(RowKey.of(text)) ? value : null;
    }

    void set(PreparedStatement statement, int index, Object value) throws SQLException {
        kind.setter.set(statement, index, value);
    }

    /** Reads the column as a part of a key, null if there is none. */
    @Nullable
    Object read(ResultSet result, int index) throws SQLException {
        return switch (kind) {
            case DECIMAL, WHOLE -> result.getBigDecimal(index);
            case TEXT, UNTYPED_TEXT -> result.getString(index);
            case TRUTH -> {
                boolean value = result.getBoolean(index);
                yield result.wasNull() ? null : (Object) value;
            }
            case IDENTIFIER -> {
                String text = result.getString(index);
                yield text == null ? null : UUID.fromString(text);
            }
            case BYTES -> result.getBytes(index);
        };
    }
}

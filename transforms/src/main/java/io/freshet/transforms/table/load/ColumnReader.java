package io.freshet.transforms.table.load;

import io.freshet.transforms.table.change.Columns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Calendar;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column as Connect's types have it, those that Debezium's events give with their logical types as Connect's: dates,
 * times and timestamps of Connect, in UTC where the column has no zone; decimals of the column's scale; UUIDs, JSON, enums and
 * whatever else as text. Decimals without a scale are text.
 */
final class ColumnReader {

    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "char", "name", "citext");

    private final String name;
    private final Schema schema;
    private final @Nullable String toldAs;
    private final Sql.Reader reader;

    private ColumnReader(String name, Schema schema, @Nullable String toldAs, Sql.Reader reader) {
        this.name = name;
        this.schema = schema;
        this.toldAs = toldAs;
        this.reader = reader;
    }

    static ColumnReader of(ResultSetMetaData metadata, int index) throws SQLException {
        String name = metadata.getColumnLabel(index);
        return switch (signedType(metadata, index)) {
            case Types.BOOLEAN, Types.BIT ->
                of(name, Schema.OPTIONAL_BOOLEAN_SCHEMA, (result, at) -> orNull(result, result.getBoolean(at)));
            case Types.TINYINT, Types.SMALLINT ->
                of(name, Schema.OPTIONAL_INT16_SCHEMA, (result, at) -> orNull(result, result.getShort(at)));
            case Types.INTEGER ->
                of(name, Schema.OPTIONAL_INT32_SCHEMA, (result, at) -> orNull(result, result.getInt(at)));
            case Types.BIGINT ->
                of(name, Schema.OPTIONAL_INT64_SCHEMA, (result, at) -> orNull(result, result.getLong(at)));
            case Types.REAL ->
                of(name, Schema.OPTIONAL_FLOAT32_SCHEMA, (result, at) -> orNull(result, result.getFloat(at)));
            case Types.FLOAT, Types.DOUBLE ->
                of(name, Schema.OPTIONAL_FLOAT64_SCHEMA, (result, at) -> orNull(result, result.getDouble(at)));
            case Types.NUMERIC, Types.DECIMAL -> decimal(name, metadata.getPrecision(index), metadata.getScale(index));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                of(name, Schema.OPTIONAL_BYTES_SCHEMA, ResultSet::getBytes);
            case Types.DATE ->
                of(name, Date.builder().optional().build(), (result, at) -> date(result.getDate(at, utc())));
            case Types.TIME ->
                of(name, Time.builder().optional().build(), (result, at) -> date(result.getTime(at, utc())));
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                of(name, Timestamp.builder().optional().build(), (result, at) -> date(result.getTimestamp(at, utc())));
            default -> text(name, metadata.getColumnTypeName(index));
        };
    }

    /** Integers without a sign, which MariaDB and MySQL have, need the next wider type, as Debezium does it. */
    private static int signedType(ResultSetMetaData metadata, int index) throws SQLException {
        int type = metadata.getColumnType(index);
        if (type == Types.SMALLINT && !metadata.isSigned(index)) {
            return Types.INTEGER;
        }
        return type == Types.INTEGER && !metadata.isSigned(index) ? Types.BIGINT : type;
    }

    /** Returns what reads when a row last changed. */
    static ColumnReader ofChangeTime() {
        return new ColumnReader(
                Columns.CHANGE_TIME,
                Timestamp.builder().optional().build(),
                null,
                (result, at) -> date(result.getTimestamp(at, utc())));
    }

    private static ColumnReader of(String name, Schema schema, Sql.Reader reader) {
        return new ColumnReader(name, schema, schema.name(), reader);
    }

    private static ColumnReader decimal(String name, int precision, int scale) {
        if (precision <= 0) {
            return of(name, Schema.OPTIONAL_STRING_SCHEMA, (result, at) -> {
                BigDecimal value = result.getBigDecimal(at);
                return value == null ? null : value.toPlainString();
            });
        }
        return of(name, Decimal.builder(scale).optional().build(), (result, at) -> {
            BigDecimal value = result.getBigDecimal(at);
            return value == null ? null : value.setScale(scale, RoundingMode.UNNECESSARY);
        });
    }

    private static ColumnReader text(String name, String typeName) {
        return new ColumnReader(
                name, Schema.OPTIONAL_STRING_SCHEMA, toldAs(typeName.toLowerCase(Locale.ROOT)), ResultSet::getString);
    }

    /** The name of the schema with which Debezium tells the same text. */
    private static @Nullable String toldAs(String typeName) {
        return switch (typeName) {
            case "uuid" -> "io.debezium.data.Uuid";
            case "json", "jsonb" -> "io.debezium.data.Json";
            case "xml" -> "io.debezium.data.Xml";
            case "hstore", "interval", "timetz" -> "none that is the same";
            default -> TEXTS.contains(typeName) ? null : "io.debezium.data.Enum";
        };
    }

    private static @Nullable Object orNull(ResultSet result, Object value) throws SQLException {
        return result.wasNull() ? null : value;
    }

    private static Calendar utc() {
        return Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    }

    /** Connect's times are of the class itself. */
    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    private static @Nullable Object date(java.util.@Nullable Date value) {
        return value == null ? null : new java.util.Date(value.getTime());
    }

    String name() {
        return name;
    }

    Schema schema() {
        return schema;
    }

    @Nullable
    Object read(ResultSet result, int index) throws SQLException {
        return reader.read(result, index);
    }

    /** Returns if a value that the feed tells with this schema is the one that would be read. */
    boolean isTold(Schema told) {
        return told.type() == schema.type()
                && (Objects.equals(told.name(), schema.name()) || Objects.equals(told.name(), toldAs))
                && Objects.equals(scale(told), scale(schema));
    }

    private static @Nullable String scale(Schema schema) {
        return schema.parameters() == null ? null : schema.parameters().get(Decimal.SCALE_FIELD);
    }
}

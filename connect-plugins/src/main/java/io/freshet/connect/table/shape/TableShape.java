package io.freshet.connect.table.shape;

import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Kind;
import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.Product;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that a table has, as the database tells them. */
record TableShape(TableName name, Map<String, Column> columns) {

    /** Longer than any bound that somebody sets: how drivers say that there is none. */
    private static final int UNBOUNDED = 1_000_000;

    @Nullable
    Column column(String name) {
        return columns.get(name);
    }

    /** Reads the columns; fails as the database does where the table is not there. */
    static TableShape read(Connection connection, Database database, TableName name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + database.quoted(name) + " where 1 = 0")) {
            ResultSetMetaData metadata = none.getMetaData();
            Map<String, Column> columns = new LinkedHashMap<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.put(metadata.getColumnName(i), column(metadata, i, database.product()));
            }
            return new TableShape(name, columns);
        }
    }

    private static Column column(ResultSetMetaData metadata, int index, Product product) throws SQLException {
        boolean nullable = metadata.isNullable(index) != ResultSetMetaData.columnNoNulls;
        String typeName = metadata.getColumnTypeName(index);
        ColumnType type = product == Product.SQLITE ? sqlite(typeName) : type(metadata, index, product);
        return new Column(metadata.getColumnName(index), type, typeName, nullable);
    }

    /** SQLite knows the name that the column was given, and little else. */
    private static ColumnType sqlite(String typeName) {
        return ColumnType.of(
                switch (typeName.toLowerCase(Locale.ROOT)) {
                    case "boolean" -> Kind.BOOLEAN;
                    case "smallint", "integer", "int", "bigint" -> Kind.INT64;
                    case "real", "float", "double" -> Kind.FLOAT64;
                    case "blob" -> Kind.BYTES;
                    default -> Kind.OTHER;
                });
    }

    private static ColumnType type(ResultSetMetaData metadata, int index, Product product) throws SQLException {
        String typeName = metadata.getColumnTypeName(index).toLowerCase(Locale.ROOT);
        return switch (metadata.getColumnType(index)) {
            case Types.BOOLEAN -> ColumnType.of(Kind.BOOLEAN);
            case Types.BIT -> ColumnType.of(metadata.getPrecision(index) > 1 ? Kind.OTHER : Kind.BOOLEAN);
            case Types.TINYINT, Types.SMALLINT -> ColumnType.of(Kind.INT16);
            case Types.INTEGER -> ColumnType.of(metadata.isSigned(index) ? Kind.INT32 : Kind.INT64);
            case Types.BIGINT ->
                metadata.isSigned(index) ? ColumnType.of(Kind.INT64) : new ColumnType(Kind.DECIMAL, 20, 0);
            case Types.REAL -> ColumnType.of(Kind.FLOAT32);
            case Types.FLOAT, Types.DOUBLE -> ColumnType.of(Kind.FLOAT64);
            case Types.NUMERIC, Types.DECIMAL -> decimal(metadata.getPrecision(index), metadata.getScale(index));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                bounded(Kind.BYTES, product == Product.POSTGRES ? 0 : metadata.getPrecision(index));
            case Types.DATE -> typeName.equals("year") ? ColumnType.of(Kind.OTHER) : ColumnType.of(Kind.DATE);
            case Types.TIME -> ColumnType.of(Kind.TIME);
            case Types.TIMESTAMP -> ColumnType.of(typeName.equals("timestamptz") ? Kind.MOMENT : Kind.TIMESTAMP);
            case Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.of(Kind.MOMENT);
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCHAR, Types.NVARCHAR ->
                text(metadata, index, typeName, product);
            default -> ColumnType.of(typeName.startsWith("json") ? Kind.JSON : Kind.OTHER);
        };
    }

    private static ColumnType decimal(int precision, int scale) {
        return precision <= 0 || precision > 1_000
                ? ColumnType.of(Kind.DECIMAL)
                : new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /** PostgreSQL's own types that its driver calls text are cast to. */
    private static ColumnType text(ResultSetMetaData metadata, int index, String typeName, Product product)
            throws SQLException {
        if (typeName.startsWith("json")) {
            return ColumnType.of(Kind.JSON);
        }
        if (product != Product.POSTGRES) {
            return bounded(Kind.TEXT, metadata.getColumnDisplaySize(index));
        }
        return switch (typeName) {
            case "varchar", "bpchar" -> bounded(Kind.TEXT, metadata.getPrecision(index));
            case "text", "name" -> ColumnType.of(Kind.TEXT);
            default -> ColumnType.of(Kind.OTHER);
        };
    }

    private static ColumnType bounded(Kind kind, int length) {
        return length <= 0 || length > UNBOUNDED ? ColumnType.of(kind) : new ColumnType(kind, length, -1);
    }
}

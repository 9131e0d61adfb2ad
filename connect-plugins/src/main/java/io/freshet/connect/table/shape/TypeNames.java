package io.freshet.connect.table.shape;

import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.database.Product;

/** The types of columns that are created, as the databases call them. */
final class TypeNames {

    /** What an index of MariaDB takes, four bytes a character. */
    private static final int KEY_LENGTH = 512;

    private TypeNames() {}

    static String of(Product product, ColumnType type, boolean key) {
        return switch (product) {
            case POSTGRES -> postgres(type);
            case MARIADB, MYSQL -> mysql(type, key);
            case SQLITE -> sqlite(type);
            case H2 -> h2(type);
        };
    }

    private static String postgres(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case DECIMAL -> type.length() == 0 ? "numeric" : "numeric(" + type.length() + "," + type.scale() + ")";
            case TEXT -> type.length() == 0 ? "text" : "varchar(" + type.length() + ")";
            case OTHER -> "text";
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time(6)";
            case TIMESTAMP -> "timestamp(6)";
            case MOMENT -> "timestamptz(6)";
            case JSON -> "jsonb";
        };
    }

    private static String mysql(ColumnType type, boolean key) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT16 -> "smallint";
            case INT32 -> "int";
            case INT64 -> "bigint";
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            case DECIMAL ->
                "decimal(" + (type.length() == 0 ? 65 : type.length()) + "," + (type.scale() < 0 ? 30 : type.scale())
                        + ")";
            // Compared as it is, letter by letter: a key that differs is another row.
            case TEXT, OTHER -> mysqlText(type, key) + " character set utf8mb4 collate utf8mb4_bin";
            case BYTES -> key ? "varbinary(" + KEY_LENGTH + ")" : "longblob";
            case DATE -> "date";
            case TIME -> "time(6)";
            case TIMESTAMP, MOMENT -> "datetime(6)";
            case JSON -> "json";
        };
    }

    private static String mysqlText(ColumnType type, boolean key) {
        if (key) {
            return "varchar(" + (type.length() == 0 ? KEY_LENGTH : Math.min(type.length(), KEY_LENGTH)) + ")";
        }
        return type.length() == 0 || type.length() > 16_000 ? "longtext" : "varchar(" + type.length() + ")";
    }

    private static String sqlite(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double";
            case BYTES -> "blob";
            // A number would be a floating one.
            case DECIMAL, TEXT, OTHER, JSON, DATE, TIME, TIMESTAMP, MOMENT -> "text";
        };
    }

    private static String h2(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT16 -> "smallint";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT32 -> "real";
            case FLOAT64 -> "double precision";
            case DECIMAL ->
                type.length() == 0 && type.scale() < 0
                        ? "decfloat"
                        : "numeric(" + (type.length() == 0 ? 1000 : type.length()) + "," + Math.max(0, type.scale())
                                + ")";
            case TEXT -> type.length() == 0 ? "varchar" : "varchar(" + type.length() + ")";
            case OTHER, JSON -> "varchar";
            case BYTES -> "varbinary";
            case DATE -> "date";
            case TIME -> "time(6)";
            case TIMESTAMP, MOMENT -> "timestamp(6)";
        };
    }
}

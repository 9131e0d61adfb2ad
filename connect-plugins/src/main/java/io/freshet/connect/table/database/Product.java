package io.freshet.connect.table.database;

import java.sql.SQLException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jooq.SQLDialect;

/** The databases that tables can be in. */
public enum Product {
    POSTGRES(SQLDialect.POSTGRES),
    MARIADB(SQLDialect.MARIADB),
    MYSQL(SQLDialect.MYSQL),
    SQLITE(SQLDialect.SQLITE),
    H2(SQLDialect.H2);

    private final SQLDialect dialect;

    Product(SQLDialect dialect) {
        this.dialect = dialect;
    }

    /** How jOOQ calls it. */
    public SQLDialect dialect() {
        return dialect;
    }

    /** Returns if it is one of the two that have the same roots. */
    public boolean isMySql() {
        return this == MARIADB || this == MYSQL;
    }

    /** Returns if only one transaction writes at a time, in the whole database. */
    public boolean hasOneWriter() {
        return this == SQLITE;
    }

    static Product of(java.sql.Connection connection) throws SQLException {
        String name = connection.getMetaData().getDatabaseProductName();
        return switch (name) {
            case "PostgreSQL" -> POSTGRES;
            case "MariaDB" -> MARIADB;
            case "MySQL" -> MYSQL;
            case "SQLite" -> SQLITE;
            case "H2" -> H2;
            default ->
                throw new ConnectException(
                        "Expecting PostgreSQL, MariaDB, MySQL, SQLite or H2 at jdbc.url. Found: " + name);
        };
    }
}

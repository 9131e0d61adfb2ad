package io.freshet.connect.table;

import io.freshet.local.MariaDbServer;
import io.freshet.local.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database to write to, and to look into. */
record TestDatabase(String name, String url, String user, String password) {

    static TestDatabase h2(String name) {
        return new TestDatabase("h2", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    static TestDatabase sqlite(Path folder) {
        return new TestDatabase("sqlite", "jdbc:sqlite:" + folder.resolve("test.db"), "", "");
    }

    static TestDatabase of(PostgresServer server) {
        return new TestDatabase("postgres", server.jdbcUrl(), server.user(), server.password());
    }

    static TestDatabase of(MariaDbServer server) {
        return new TestDatabase("mariadb", server.jdbcUrl(), server.user(), "");
    }

    Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "sink");
        settings.put("jdbc.url", url);
        if (!user.isEmpty()) {
            settings.put("jdbc.user", user);
            settings.put("jdbc.password", password);
        }
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(name.equals("mariadb") ? sql.replace('"', '`') : sql);
            }
        }
    }

    /** Rows as text, columns separated by bars. */
    List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(name.equals("mariadb") ? query.replace('"', '`') : query)) {
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }
}

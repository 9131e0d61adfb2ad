package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.Product;
import io.freshet.connect.table.database.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the changes of a table. Where the database refuses some, the others are written. */
public final class BatchWriter {

    /** As many as are tried at once: what is refused is looked for among these. */
    private static final int TRIED_AT_ONCE = 5_000;

    /** In text of three bytes a character still less than the 16 MB that MariaDB takes at once. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private final Database database;
    private final BadRows badRows;
    private @Nullable RowStatements statements;
    private @Nullable VersionTable versions;
    private Written written = Written.NOTHING;

    /** Takes what the database refuses. */
    public interface BadRows {
        void refused(Change change, String reason);
    }

    public BatchWriter(Database database, BadRows badRows) {
        this.database = database;
        this.badRows = badRows;
    }

    /** Keeps newer changes from older ones; remembers what was deleted for so many microseconds. */
    public void guard(long rememberMicros) {
        versions = new VersionTable(database, rememberMicros);
    }

    /** Makes what writing needs besides the table; not in the transaction that writes. */
    public void prepare(List<Change> changes) throws SQLException {
        if (versions != null) {
            versions.prepare(changes.get(0).layout());
            versions.prune();
        }
    }

    /** Returns what was written since it was asked last. */
    public Written takeWritten() {
        Written all = written;
        written = Written.NOTHING;
        return all;
    }

    /** Writes changes of one table, each of another key, in a transaction that is the caller's. */
    public void write(Connection connection, List<Change> changes) throws SQLException {
        int from = 0;
        while (from < changes.size()) {
            int to = end(changes, from);
            tryTo(connection, changes.subList(from, to));
            from = to;
        }
    }

    private static int end(List<Change> changes, int from) {
        int most = Math.min(changes.size(), from + TRIED_AT_ONCE);
        long size = changes.get(from).size();
        int to = from + 1;
        while (to < most && size + changes.get(to).size() <= MOST_CHARACTERS) {
            size += changes.get(to).size();
            to++;
        }
        return to;
    }

    private void tryTo(Connection connection, List<Change> changes) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            written = written.and(apply(connection, changes));
        } catch (SQLException e) {
            if (SqlProblem.of(e) != SqlProblem.BAD_ROW) {
                throw e;
            }
            connection.rollback(before);
            isolate(connection, changes, e);
            return;
        }
        connection.releaseSavepoint(before);
    }

    /** Halves what was refused until the bad row stands alone; then what its key had before counts. */
    private void isolate(Connection connection, List<Change> changes, SQLException e) throws SQLException {
        int half = changes.size() / 2;
        if (half > 0) {
            tryTo(connection, changes.subList(0, half));
            tryTo(connection, changes.subList(half, changes.size()));
            return;
        }
        Change bad = changes.get(0);
        badRows.refused(bad, SqlProblem.reason(e));
        Change earlier = bad.earlier();
        if (earlier != null) {
            tryTo(connection, List.of(earlier));
        }
    }

    private Written apply(Connection connection, List<Change> all) throws SQLException {
        List<Change> changes = versions == null ? all : versions.newer(connection, all);
        Map<Layout, List<Change>> puts = new LinkedHashMap<>();
        Map<Layout, List<Change>> deletes = new LinkedHashMap<>();
        for (Change change : changes) {
            (change.isDeletion() ? deletes : puts)
                    .computeIfAbsent(change.layout(), layout -> new ArrayList<>())
                    .add(change);
        }
        // What is deleted may have held a value that has to be unique.
        for (Map.Entry<Layout, List<Change>> rows : deletes.entrySet()) {
            statements().delete(connection, rows.getKey(), rows.getValue());
        }
        for (Map.Entry<Layout, List<Change>> rows : puts.entrySet()) {
            statements().put(connection, rows.getKey(), rows.getValue());
        }
        return new Written(sizes(puts), sizes(deletes), all.size() - changes.size());
    }

    private static long sizes(Map<Layout, List<Change>> rows) {
        return rows.values().stream().mapToLong(List::size).sum();
    }

    private RowStatements statements() {
        RowStatements known = statements;
        if (known == null) {
            known = database.product() == Product.POSTGRES
                    ? new PostgresStatements(database)
                    : new MultiRowStatements(database);
            statements = known;
        }
        return known;
    }
}

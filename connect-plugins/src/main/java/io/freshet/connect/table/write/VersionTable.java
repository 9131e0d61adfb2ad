package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Kind;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.change.Version;
import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.SchemaChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which change each key of a table has seen last, deleted ones too: a table beside it. A key's row there is written, and so locked,
 * before the key's row; so of two tasks the one with the older change sees that it is the older, whoever comes first.
 */
final class VersionTable {

    private static final String PREFIX = "freshet_versions_";
    private static final ColumnType NUMBER = ColumnType.of(Kind.INT64);

    /** In the order in which they are compared, behind the key. */
    static final List<Column> ORDER = List.of(
            new Column("freshet_time", NUMBER, "bigint", false),
            new Column("freshet_partition", NUMBER, "bigint", false),
            new Column("freshet_offset", NUMBER, "bigint", false),
            new Column("freshet_topic", ColumnType.of(Kind.TEXT), "varchar(255)", false));

    /** When the key was deleted; null where it is there. */
    static final Column DELETED = new Column("freshet_deleted", NUMBER, "bigint", true);

    private static final long BETWEEN_PRUNINGS = TimeUnit.MINUTES.toNanos(10);

    private final Database database;
    private final long rememberMicros;
    private final Map<TableName, Layout> layouts = new HashMap<>();
    private final NewerStatements statements;
    private long latest = Long.MIN_VALUE;
    private long pruned = System.nanoTime();

    /** @param rememberMicros how long what is deleted is remembered, in the time of events */
    VersionTable(Database database, long rememberMicros) {
        this.database = database;
        this.rememberMicros = rememberMicros;
        this.statements = new NewerStatements(database);
    }

    /** Makes the table of versions, where that is not done; in a transaction of its own. */
    void prepare(Layout layout) throws SQLException {
        if (!layouts.containsKey(layout.table())) {
            Layout versions = versions(layout);
            database.inTransaction(connection -> {
                create(connection, layout, versions);
                return true;
            });
            layouts.put(layout.table(), versions);
        }
    }

    private static Layout versions(Layout layout) {
        List<Column> columns = new ArrayList<>(layout.keyColumns());
        columns.addAll(ORDER);
        columns.add(DELETED);
        TableName name = layout.table();
        return new Layout(new TableName(name.schema(), PREFIX + name.table()), columns, layout.keys());
    }

    /** The columns of the key are made as they are in the table itself. */
    private void create(Connection connection, Layout layout, Layout versions) throws SQLException {
        String name = database.quoted(versions.table());
        String keys = String.join(
                ", ",
                layout.keyColumns().stream()
                        .map(column -> database.quoted(column.name()))
                        .toList());
        List<String> steps = new ArrayList<>();
        steps.add("create table " + name + " as select " + keys + " from " + database.quoted(layout.table())
                + " where 1 = 0");
        for (Column column : versions.otherColumns()) {
            steps.add(
                    "alter table " + name + " add column " + database.quoted(column.name()) + " " + column.typeName());
        }
        String index = PREFIX + layout.table().table();
        steps.add("create unique index " + database.quoted(index + "_key") + " on " + name + " (" + keys + ")");
        steps.add("create index " + database.quoted(index + "_deleted") + " on " + name + " ("
                + database.quoted(DELETED.name()) + ")");
        for (String step : steps) {
            SchemaChange.run(connection, step);
        }
    }

    /** Returns those changes that no newer one of their keys was seen before, which is them from now on. */
    List<Change> newer(Connection connection, List<Change> changes) throws SQLException {
        Layout versions = layouts.get(changes.get(0).layout().table());
        if (versions == null) {
            throw new IllegalStateException("not prepared");
        }
        List<Change> newer = new ArrayList<>(changes.size());
        List<Change> rest = changes;
        while (!rest.isEmpty()) {
            rest = newer(connection, versions, rest, newer);
        }
        return newer;
    }

    /** What is newer is told by its record, so of those with several changes one is looked at; returns the others. */
    private List<Change> newer(Connection connection, Layout versions, List<Change> changes, List<Change> newer)
            throws SQLException {
        Map<Place, Change> places = new LinkedHashMap<>(2 * changes.size());
        List<Change> rows = new ArrayList<>(changes.size());
        List<Change> others = new ArrayList<>();
        for (Change change : changes) {
            if (places.putIfAbsent(Place.of(change.version()), change) == null) {
                latest = Math.max(latest, change.version().time());
                rows.add(row(versions, change));
            } else {
                others.add(change);
            }
        }
        Set<Place> found = statements.putNewer(connection, versions, rows);
        places.forEach((place, change) -> {
            if (found.contains(place)) {
                newer.add(change);
            }
        });
        return others;
    }

    private static Change row(Layout versions, Change change) {
        int keys = versions.keys();
        @Nullable Object[] values = new @Nullable Object[keys + ORDER.size() + 1];
        for (int i = 0; i < keys; i++) {
            values[i] = change.value(i);
        }
        Version version = change.version();
        values[keys] = version.time();
        values[keys + 1] = (long) version.partition();
        values[keys + 2] = version.offset();
        values[keys + 3] = version.topic();
        values[keys + 4] = change.isDeletion() ? (Long) version.time() : null;
        return new Change(versions, values, false, version, change.record());
    }

    /** Forgets, now and then, what was deleted long ago; in a transaction of its own. */
    void prune() throws SQLException {
        if (System.nanoTime() - pruned < BETWEEN_PRUNINGS || latest == Long.MIN_VALUE) {
            return;
        }
        pruned = System.nanoTime();
        for (Layout versions : layouts.values()) {
            database.inTransaction(connection -> pruned(connection, versions));
        }
    }

    private int pruned(Connection connection, Layout versions) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("delete from " + database.quoted(versions.table()) + " where "
                    + database.quoted(DELETED.name()) + " < " + (latest - rememberMicros));
        }
    }

    /** The record that a change is of. */
    record Place(String topic, long partition, long offset) {
        static Place of(Version version) {
            return new Place(version.topic(), version.partition(), version.offset());
        }
    }
}

package io.freshet.transforms.table.load;

import io.freshet.transforms.table.change.Columns;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the queries that read a table, or what a query of the user's gives in its place.
 *
 * @param quote what names stand between in this database, empty if nothing does
 */
record RowQuery(TableName table, @Nullable QueryText instead, String quote) {

    /** Returns a query that has all columns and no rows. */
    String ofNothing() {
        return "SELECT * FROM " + source() + " WHERE 1 = 0";
    }

    /**
     * Returns the query that reads the rows of a key, the newest first.
     *
     * @param columns what is read of each
     * @param key the columns that the values bound to it are of
     * @param newestBy the columns by whose values rows are ordered, the greatest first
     * @param tellsSight if PostgreSQL is to tell what it sees, also where there is no row: then a row of its own is joined
     */
    String ofKey(List<String> columns, List<String> key, List<String> newestBy, boolean tellsSight) {
        String selected = columns.stream().map(this::column).collect(Collectors.joining(", "));
        String condition = instead != null
                ? "1 = 1"
                : key.stream().map(name -> column(name) + " = ?").collect(Collectors.joining(" AND "));
        String query = tellsSight
                ? "SELECT " + selected + ", s.seen, s.standby FROM (SELECT txid_current_snapshot()::text AS seen,"
                        + " pg_is_in_recovery() AS standby) s LEFT JOIN " + source() + " ON " + condition
                : "SELECT " + selected + " FROM " + source() + " WHERE " + condition;
        return newestBy.isEmpty() ? query : query + " ORDER BY " + order(newestBy);
    }

    /** Databases differ in where a null stands; here it is the oldest. */
    private String order(List<String> newestBy) {
        return newestBy.stream()
                .map(this::column)
                .flatMap(column -> Stream.of("CASE WHEN " + column + " IS NULL THEN 1 ELSE 0 END", column + " DESC"))
                .collect(Collectors.joining(", "));
    }

    /** The query of the user's may end in a comment. */
    private String source() {
        return instead == null ? quoted(table) + " t" : "(" + instead.text() + "\n) t";
    }

    /** The time of a row's last change is a column that PostgreSQL has of all tables. */
    private String column(String name) {
        return name.equals(Columns.CHANGE_TIME) ? "pg_xact_commit_timestamp(t.xmin)" : "t." + quoted(name);
    }

    private String quoted(TableName name) {
        return name.schema() == null ? quoted(name.table()) : quoted(name.schema()) + "." + quoted(name.table());
    }

    private String quoted(String name) {
        return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    /** Returns what is read, as people know it. */
    @Override
    public String toString() {
        return instead == null ? table.toString() : "the result of table.jdbc.query";
    }
}

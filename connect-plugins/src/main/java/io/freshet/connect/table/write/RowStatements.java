package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.Layout;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes many rows at once, in the way of a database. No key is there twice. */
interface RowStatements {

    /** Adds rows; those whose key is there get new values. Without a key all are added. */
    void put(Connection connection, Layout layout, List<Change> changes) throws SQLException;

    /** Deletes the rows of these keys, those that are there. */
    void delete(Connection connection, Layout layout, List<Change> changes) throws SQLException;
}

package io.freshet.connect.table.write;

import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.Layout;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * MariaDB and MySQL give the new values to whatever row is in the way of an insert by any unique index: a row of another key would
 * be changed for the one that has to be added. So a column of the key becomes null, which it must not, unless the key is the same.
 */
final class OtherRow {

    /** A column cannot be null. */
    private static final int NULL = 1048;

    private OtherRow() {}

    /** Returns the assignment that fails where another row is in the way. */
    static Map<Field<?>, Field<?>> refused(Layout layout) {
        Field<Object> guard = field(guard(layout));
        Condition same = DSL.and(layout.keyColumns().stream()
                .map(OtherRow::field)
                .map(key -> key.eq(DSL.excluded(key)))
                .toList());
        return Map.of(guard, DSL.when(same, guard));
    }

    private static Column guard(Layout layout) {
        return layout.keyColumns().stream()
                .filter(column -> !column.nullable())
                .findFirst()
                .orElseThrow(() -> new ConnectException("Table " + layout.table()
                        + ": expecting a column of the key that is not null. Found: none among "
                        + layout.keyColumns().stream().map(Column::name).toList()));
    }

    private static Field<Object> field(Column column) {
        return DSL.field(DSL.name(column.name()));
    }

    /** Keys are never null when they are sent, so this is the guard. */
    static SQLException explained(SQLException e, Layout layout) {
        return e.getErrorCode() == NULL
                        && String.valueOf(e.getMessage())
                                .contains("'" + guard(layout).name() + "'")
                ? new SQLException("Another row has a value that has to be unique", e.getSQLState(), NULL)
                : e;
    }
}

package io.freshet.transforms.table.load;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done with one column or parameter. */
final class Sql {

    private Sql() {}

    /** Reads a column. */
    @FunctionalInterface
    interface Reader {
        @Nullable
        Object read(ResultSet result, int index) throws SQLException;
    }

    /** Sets a parameter. */
    @FunctionalInterface
    interface Setter {
        void set(PreparedStatement statement, int index, Object value) throws SQLException;
    }
}

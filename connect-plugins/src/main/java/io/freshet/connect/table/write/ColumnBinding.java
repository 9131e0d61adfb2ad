package io.freshet.connect.table.write;

import io.freshet.connect.table.database.Product;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Binds values to the places of a statement. */
final class ColumnBinding {

    private final boolean decimalsAsText;

    ColumnBinding(Product product) {
        // SQLite would make floating point numbers of them.
        this.decimalsAsText = product == Product.SQLITE;
    }

    void bind(PreparedStatement statement, int place, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(place, Types.NULL);
        } else if (value instanceof Long number) {
            statement.setLong(place, number);
        } else if (value instanceof String text) {
            statement.setString(place, text);
        } else if (value instanceof Double number) {
            statement.setDouble(place, number);
        } else if (value instanceof Float number) {
            statement.setFloat(place, number);
        } else if (value instanceof Boolean truth) {
            statement.setBoolean(place, truth);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(place, bytes);
        } else if (value instanceof BigDecimal decimal && !decimalsAsText) {
            statement.setBigDecimal(place, decimal);
        } else {
            statement.setString(place, text(value));
        }
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof LocalDateTime time ? time.toString().replace('T', ' ') : value.toString();
    }
}

package io.freshet.connect.table.read;

import io.freshet.connect.table.change.Column;
import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Wanted;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a column come from.
 *
 * @param name of the column, and of the field
 * @param alone whether it is all of a message that has no fields
 * @param field what the schema has, null without one
 * @param type null where the values themselves say what they are
 */
record ColumnSource(
        String name, ColumnType columnType, boolean alone, @Nullable Field field, @Nullable LogicalType type) {

    @Nullable
    Object read(@Nullable Object message) {
        boolean whole = alone && message != null && !(message instanceof Struct) && !(message instanceof Map);
        Object value = whole ? message : valueIn(message);
        try {
            return type == null ? declared(value) : type.read(value);
        } catch (DateTimeException | ArithmeticException | ClassCastException e) {
            throw new DataException("Column " + name + ": expecting " + columnType
                    + " as its schema says. Found: a value that is none");
        }
    }

    private @Nullable Object valueIn(@Nullable Object message) {
        if (message instanceof Struct struct) {
            return field == null ? null : struct.get(field);
        }
        if (message instanceof Map<?, ?> map) {
            return map.get(name);
        }
        throw new DataException("Column " + name + ": expecting a message with fields. Found: "
                + (message == null ? "null" : message.getClass().getSimpleName()));
    }

    /** What the settings say goes first: a column that takes text would take anything. */
    private @Nullable Object declared(@Nullable Object value) {
        boolean nested = value instanceof Map || value instanceof List || value instanceof Struct;
        return new Column(name, columnType, "", true).convert(nested ? Row.plain(value) : value);
    }

    Wanted wanted(boolean key) {
        return new Wanted(name, columnType, key);
    }

    /**
     * Returns the source of a column.
     *
     * @param alone whether it may be all of a message that has no fields
     * @param declared what the settings say that it is, null if nothing
     * @throws DataException if nobody says what it is
     */
    static ColumnSource of(String name, @Nullable Schema schema, @Nullable ColumnType declared, boolean alone) {
        boolean whole =
                alone && schema != null && schema.type() != Schema.Type.STRUCT && schema.type() != Schema.Type.MAP;
        Field field = schema == null || schema.type() != Schema.Type.STRUCT ? null : schema.field(name);
        Schema own = whole ? schema : field == null ? null : field.schema();
        LogicalType type = own == null ? null : LogicalType.of(own);
        if (declared == null && type == null) {
            throw new DataException("Column " + name
                    + ": expecting a schema that has it, or its type in the setting columns. Found: neither");
        }
        return new ColumnSource(
                name, declared != null ? declared : Objects.requireNonNull(type).type(), alone, field, type);
    }

    /** Returns the sources of all fields but some. */
    static List<ColumnSource> all(Schema schema, Collection<String> but) {
        List<ColumnSource> sources = new ArrayList<>();
        for (Field field : schema.fields()) {
            if (!but.contains(field.name())) {
                sources.add(of(field.name(), schema, null, false));
            }
        }
        return sources;
    }
}

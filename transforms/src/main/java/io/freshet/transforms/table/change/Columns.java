package io.freshet.transforms.table.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The columns that rows have values for, shared by all rows of one shape, compared by identity. */
public final class Columns {

    /** The column that has when a row changed, where it is asked for. No table has one of this name. */
    public static final String CHANGE_TIME = "(change time)";

    /** The column that has the message by which a row changed, where it is asked for. No table has one of this name. */
    public static final String CHANGE_POSITION = "(change position)";

    private final List<String> names;
    private final Schema @Nullable [] schemas;
    private final Map<String, Integer> indexes = new HashMap<>();

    private Columns(List<String> names, Schema @Nullable [] schemas) {
        this.names = List.copyOf(names);
        this.schemas = schemas;
        for (int i = 0; i < names.size(); i++) {
            indexes.put(names.get(i), i);
        }
    }

    /** Columns of a feed that tells no types. */
    public static Columns untyped(List<String> names) {
        return new Columns(names, null);
    }

    /** Columns of a feed that tells each column's type; {@code schemas} is parallel to {@code names}. */
    public static Columns typed(List<String> names, List<Schema> schemas) {
        return new Columns(names, schemas.toArray(Schema[]::new));
    }

    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }

    /** Returns the position of a column, -1 if there is none of that name. */
    public int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    /** Returns if the feed tells the columns' types. */
    public boolean isTyped() {
        return schemas != null;
    }

    /** Returns the type of a column, as the feed tells it. */
    public Schema schema(int index) {
        if (schemas == null) {
            throw new IllegalStateException("untyped columns");
        }
        return schemas[index];
    }

    @Override
    public String toString() {
        return names.toString();
    }
}

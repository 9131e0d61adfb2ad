package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Reads rows where a cursor stands, and makes of them what {@link RowReader} would. Used by one thread. */
final class QuickRows {

    /** What a name can stand for: a column that is kept, by its place and one more, and beyond that the marks. */
    private static final int COLUMN = 0xFFFF;

    private static final int SCHEMAS = 64;
    private static final int SHAPES = 10_000;

    private final RowReader rows;
    private final SharedColumns columns;
    private final QuickValues values;
    private final ToIntFunction<String> marks;
    private final boolean marksUnchanged;
    private final FieldNames names;
    private final IdentityHashMap<Schema, Typed> typed = new IdentityHashMap<>();
    private Shape first;
    private int shapes;
    private @Nullable Object[] kept = new @Nullable Object[16];
    private @Nullable Typed lastTyped;

    /** Told of fields that are marks. */
    interface Marks {
        void mark(int mark, @Nullable Object value);
    }

    /**
     * @param marks for a field's name 0, or what it is handed on by, at least 2^16
     */
    QuickRows(
            WantedColumns wanted,
            RowReader rows,
            SharedColumns columns,
            QuickValues values,
            boolean marksUnchanged,
            ToIntFunction<String> marks) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.marksUnchanged = marksUnchanged;
        this.marks = marks;
        this.names = new FieldNames(name -> (wanted.has(name) ? 1 : 0) | marks.applyAsInt(name));
        this.first = new Shape(null, null);
    }

    /**
     * Reads a row of which the brace was taken; null if the cursor became unsure.
     *
     * @param schema the row's type, null if the document tells none
     */
    @Nullable
    Row read(JsonCursor cursor, @Nullable Schema schema, Marks found) {
        Row row = schema == null ? untyped(cursor, found) : typed(cursor, typed(schema), found);
        return cursor.isUnsure() ? null : row;
    }

    private @Nullable Row untyped(JsonCursor cursor, Marks found) {
        FieldNames.Name name = names.start();
        Shape shape = first;
        int count = 0;
        byte sign = cursor.next();
        if (sign == '}') {
            return shape.row(kept, columns);
        }
        while (sign == '"') {
            name = names.read(cursor, name);
            if (name == null) {
                return null;
            }
            byte begin = cursor.next();
            int meaning = name.meaning();
            if (meaning == 0) {
                cursor.skip(begin);
            } else {
                Object value = values.untyped(cursor, begin, name.worth);
                if ((meaning & COLUMN) != 0) {
                    shape = next(shape, name);
                    if (shape == null) {
                        break;
                    }
                    if (count == kept.length) {
                        kept = Arrays.copyOf(kept, 2 * count);
                    }
                    kept[count++] = marksUnchanged && UnavailableValue.is(value) ? Row.UNCHANGED : value;
                }
                if (meaning > COLUMN) {
                    found.mark(meaning & ~COLUMN, value);
                }
            }
            sign = cursor.next();
            if (sign == '}') {
                return shape.row(kept, columns);
            }
            sign = sign == ',' ? cursor.next() : 0;
        }
        cursor.giveUp();
        return null;
    }

    /** Null where a name comes for the second time. */
    private @Nullable Shape next(Shape shape, FieldNames.Name name) {
        if (shape.lastName == name) {
            return shape.last;
        }
        Shape next = shape.others.get(name.text());
        if (next == null) {
            if (shape.has(name)) {
                return null;
            }
            if (++shapes > SHAPES) {
                shapes = 0;
                first = new Shape(null, null);
            }
            next = new Shape(shape, name);
            if (shape.others.isEmpty()) {
                shape.others = new HashMap<>();
            }
            shape.others.put(name.text(), next);
        }
        shape.lastName = name;
        shape.last = next;
        return next;
    }

    private @Nullable Row typed(JsonCursor cursor, Typed type, Marks found) {
        @Nullable Object[] row = type.values;
        Arrays.fill(row, null);
        FieldNames.Name name = type.names.start();
        byte sign = cursor.next();
        if (sign == '}') {
            return new Row(type.type.columns(), row);
        }
        while (sign == '"') {
            name = type.names.read(cursor, name);
            if (name == null) {
                return null;
            }
            byte begin = cursor.next();
            int meaning = name.meaning();
            int index = (meaning & COLUMN) - 1;
            if (index >= 0) {
                Object value = values.typed(cursor, begin, type.schemas[index], name.worth);
                if (cursor.isUnsure()) {
                    return null;
                }
                row[index] = type.type.value(index, value, marksUnchanged);
                if (meaning > COLUMN) {
                    found.mark(meaning & ~COLUMN, value);
                }
            } else if (meaning != 0) {
                found.mark(meaning, values.untyped(cursor, begin, name.worth));
            } else {
                cursor.skip(begin);
            }
            sign = cursor.next();
            if (sign == '}') {
                return new Row(type.type.columns(), row);
            }
            sign = sign == ',' ? cursor.next() : 0;
        }
        cursor.giveUp();
        return null;
    }

    private Typed typed(Schema schema) {
        Typed last = lastTyped;
        if (last == null || last.type.told() != schema) {
            if (typed.size() > SCHEMAS) {
                typed.clear();
            }
            last = typed.computeIfAbsent(schema, added -> new Typed(rows.type(added)));
            lastTyped = last;
        }
        return last;
    }

    /** How rows of one schema are read. */
    private final class Typed {
        private final RowReader.RowType type;
        private final FieldNames names;
        private final Schema[] schemas;

        /** A row's values until it is made. */
        private final @Nullable Object[] values;

        Typed(RowReader.RowType type) {
            this.type = type;
            this.values = new @Nullable Object[type.size()];
            this.schemas = new Schema[values.length];
            for (int i = 0; i < schemas.length; i++) {
                schemas[i] = type.told().field(type.name(i)).schema();
            }
            this.names = new FieldNames(name -> (type.columns().indexOf(name) + 1)
                    | (type.told().field(name) == null ? 0 : marks.applyAsInt(name)));
        }
    }

    /** The columns of a row so far, as a path from the first. */
    private static final class Shape {
        private final @Nullable Shape before;
        private final FieldNames.@Nullable Name name;
        private final int size;
        private FieldNames.@Nullable Name lastName;
        private @Nullable Shape last;
        private Map<String, Shape> others = Collections.emptyMap();
        private @Nullable Columns columns;

        Shape(@Nullable Shape before, FieldNames.@Nullable Name name) {
            this.before = before;
            this.name = name;
            this.size = before == null ? 0 : before.size + 1;
        }

        boolean has(FieldNames.Name wanted) {
            for (Shape each = this; each != null; each = each.before) {
                if (each.name != null && each.name.text().equals(wanted.text())) {
                    return true;
                }
            }
            return false;
        }

        Row row(@Nullable Object[] kept, SharedColumns shared) {
            if (columns == null) {
                List<String> names = new ArrayList<>(size);
                for (Shape each = this; each != null && each.name != null; each = each.before) {
                    names.add(each.name.text());
                }
                Collections.reverse(names);
                columns = shared.untyped(names);
            }
            return new Row(columns, kept, size);
        }
    }
}

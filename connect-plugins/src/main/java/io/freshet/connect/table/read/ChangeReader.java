package io.freshet.connect.table.read;

import io.freshet.connect.table.change.Change;
import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Layout;
import io.freshet.connect.table.change.TableName;
import io.freshet.connect.table.change.Version;
import io.freshet.connect.table.change.Wanted;
import io.freshet.transforms.expression.Expression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads records into changes of rows. */
public final class ChangeReader {

    private static final int MOST_PLANS = 1_000;

    private final ReaderSettings settings;
    private final Layouts layouts;
    private final ExistingLayouts existing;
    private final Map<Shape, Plan> plans = new HashMap<>();
    private @Nullable Shape lastShape;
    private @Nullable Plan lastPlan;

    /** Has a table with these columns. */
    public interface Layouts {
        Layout of(TableName table, List<Wanted> wanted) throws SQLException;
    }

    /** Looks whether there is a table with these columns. */
    public interface ExistingLayouts {
        Optional<Layout> of(TableName table, List<String> keys) throws SQLException;
    }

    /** Records of one shape are read alike. */
    private record Shape(String topic, @Nullable Schema key, @Nullable Schema row, boolean deletion) {
        boolean is(String otherTopic, @Nullable Schema otherKey, @Nullable Schema otherRow, boolean deletes) {
            return key == otherKey && row == otherRow && deletion == deletes && topic.equals(otherTopic);
        }
    }

    /** @param keyOfRecord whether the first columns are of the record's key; the others are of the row */
    private record Plan(Layout layout, List<ColumnSource> sources, boolean keyOfRecord) {}

    public ChangeReader(ReaderSettings settings, Layouts layouts, ExistingLayouts existing) {
        this.settings = settings;
        this.layouts = layouts;
        this.existing = existing;
    }

    /** Forgets what is known of tables: somebody has changed one. */
    public void forget() {
        plans.clear();
        lastShape = null;
        lastPlan = null;
    }

    /**
     * Reads the changes that a record tells: one, or none, or two where a row gets another key.
     *
     * @throws DataException if there is something in it that cannot be read; the message does not tell what
     * @throws SQLException if the database has to be asked for a table, and does not answer
     */
    public void read(SinkRecord record, Consumer<Change> changes) throws SQLException {
        Object value = record.value();
        if (value != null && settings.debezium()) {
            readEvent(record, value, changes);
        } else if (value != null) {
            tell(row(record, record.valueSchema(), value), changes);
        } else if (!(settings.debezium() && settings.keySource() != KeySource.RECORD)) {
            tell(deletion(record, record.keySchema(), record.key()), changes);
        }
    }

    private static void tell(@Nullable Change change, Consumer<Change> changes) {
        if (change != null) {
            changes.accept(change);
        }
    }

    private void readEvent(SinkRecord record, Object event, Consumer<Change> changes) throws SQLException {
        Object before = field(event, "before");
        Object after = field(event, "after");
        Object operation = field(event, "op");
        switch (String.valueOf(operation)) {
            case "c", "r", "u" -> {
                if (after == null) {
                    throw new DataException(
                            "Field after: expecting a row in an event of op " + operation + ". Found: null");
                }
                Change now = row(record, schema(record, "after"), after);
                if (settings.keySource() == KeySource.BEFORE && before != null && now != null) {
                    Change gone = deletion(record, schema(record, "before"), before);
                    tell(gone == null || gone.key().equals(now.key()) ? null : gone, changes);
                }
                tell(now, changes);
            }
            case "d" ->
                tell(
                        settings.keySource() == KeySource.RECORD
                                ? deletion(record, record.keySchema(), record.key())
                                : deletion(record, schema(record, "before"), before),
                        changes);
            // A message of PostgreSQL's log, which is of no table.
            case "m" -> {}
            default ->
                throw new DataException("Field op: expecting c, r, u or d. Found: "
                        + (operation == null
                                ? "null"
                                : operation.equals("t") ? "t, which truncates" : "something else"));
        }
    }

    private static @Nullable Object field(Object event, String name) {
        if (event instanceof Struct struct) {
            return struct.schema().field(name) == null ? null : struct.get(name);
        }
        if (event instanceof Map<?, ?> map) {
            return map.get(name);
        }
        throw new DataException("Value: expecting an event of Debezium (value.format=debezium). Found: "
                + event.getClass().getSimpleName());
    }

    private static @Nullable Schema schema(SinkRecord record, String name) {
        Schema event = record.valueSchema();
        return event == null || event.type() != Schema.Type.STRUCT || event.field(name) == null
                ? null
                : event.field(name).schema();
    }

    /** Returns what a row makes of the one with its key; null where there is none to delete. */
    private @Nullable Change row(SinkRecord record, @Nullable Schema schema, Object row) throws SQLException {
        Expression deleteWhen = settings.deleteWhen();
        if (deleteWhen == null || !deleteWhen.test(record)) {
            return put(record, schema, row);
        }
        return settings.keySource() == KeySource.RECORD
                ? deletion(record, record.keySchema(), record.key())
                : deletion(record, schema, row);
    }

    private Change put(SinkRecord record, @Nullable Schema schema, Object row) throws SQLException {
        Plan plan = plan(record, schema, false);
        if (plan == null) {
            throw new IllegalStateException("a row always has a table");
        }
        return change(record, plan, row, false);
    }

    /** Returns null where nothing is to be deleted: there is no such table, or the settings say so. */
    private @Nullable Change deletion(SinkRecord record, @Nullable Schema schema, @Nullable Object key)
            throws SQLException {
        if (!settings.deletes() || settings.insert()) {
            return null;
        }
        if (key == null) {
            throw new DataException("Expecting the key of the row to delete. Found: null");
        }
        Plan plan = plan(record, schema, true);
        return plan == null ? null : change(record, plan, key, true);
    }

    private Change change(SinkRecord record, Plan plan, Object row, boolean deletion) {
        Layout layout = plan.layout;
        @Nullable Object[] values = new @Nullable Object[deletion ? layout.keys() : plan.sources.size()];
        for (int i = 0; i < values.length; i++) {
            boolean fromKey = i < layout.keys() && plan.keyOfRecord && !deletion;
            Object value = plan.sources.get(i).read(fromKey ? record.key() : row);
            if (value == null && i < layout.keys()) {
                throw new DataException(
                        "Column " + plan.sources.get(i).name() + " of the key: expecting a value. Found: null");
            }
            values[i] = layout.columns().get(i).convert(value);
        }
        EventTime time = settings.eventTime();
        Version version = new Version(
                time == null ? 0 : time.micros(record, deletion),
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
        return new Change(layout, values, deletion, version, record);
    }

    private @Nullable Plan plan(SinkRecord record, @Nullable Schema row, boolean deletion) throws SQLException {
        if (lastShape != null && lastShape.is(record.topic(), record.keySchema(), row, deletion)) {
            return lastPlan;
        }
        Shape shape = new Shape(record.topic(), record.keySchema(), row, deletion);
        Plan plan = plans.get(shape);
        if (plan == null) {
            plan = deletion ? deletionPlan(record, row) : rowPlan(record, row);
            if (plan == null) {
                return null;
            }
            if (plans.size() >= MOST_PLANS) {
                plans.clear();
            }
            plans.put(shape, plan);
        }
        lastShape = shape;
        lastPlan = plan;
        return plan;
    }

    private Plan rowPlan(SinkRecord record, @Nullable Schema row) throws SQLException {
        boolean keyOfRecord = settings.keySource() == KeySource.RECORD;
        List<ColumnSource> sources = new ArrayList<>();
        List<String> keys = settings.insert() ? List.of() : keyNames(record);
        for (String name : keys) {
            sources.add(ColumnSource.of(
                    name, keyOfRecord ? record.keySchema() : row, declaredType(name), keyOfRecord && keys.size() == 1));
        }
        sources.addAll(others(row, keys));
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            wanted.add(sources.get(i).wanted(i < keys.size()));
        }
        return new Plan(layouts.of(settings.table().of(record.topic()), wanted), sources, keyOfRecord);
    }

    private List<ColumnSource> others(@Nullable Schema row, List<String> keys) {
        if (!settings.declared().types().isEmpty()) {
            List<ColumnSource> sources = new ArrayList<>();
            settings.declared().types().forEach((name, type) -> {
                if (!keys.contains(name)) {
                    sources.add(ColumnSource.of(name, row, type, false));
                }
            });
            return sources;
        }
        if (row == null || row.type() != Schema.Type.STRUCT) {
            throw new DataException("Expecting a value with a schema that has fields, or the setting columns. Found: "
                    + (row == null ? "no schema" : row.type().getName()));
        }
        return ColumnSource.all(row, keys);
    }

    private @Nullable Plan deletionPlan(SinkRecord record, @Nullable Schema schema) throws SQLException {
        List<String> keys = keyNames(record);
        Optional<Layout> layout = existing.of(settings.table().of(record.topic()), keys);
        if (layout.isEmpty()) {
            return null;
        }
        List<ColumnSource> sources = new ArrayList<>();
        for (String name : keys) {
            sources.add(ColumnSource.of(name, schema, declaredType(name), keys.size() == 1));
        }
        return new Plan(layout.get(), sources, false);
    }

    private @Nullable ColumnType declaredType(String name) {
        return settings.declared().types().get(name);
    }

    private List<String> keyNames(SinkRecord record) {
        if (!settings.keyColumns().isEmpty()) {
            return settings.keyColumns();
        }
        Schema key = record.keySchema();
        if (key == null || key.type() != Schema.Type.STRUCT) {
            throw new DataException("Expecting a record key with fields, or the setting key.columns. Found: "
                    + (key == null ? "no schema" : key.type().getName()));
        }
        return key.fields().stream().map(field -> field.name()).toList();
    }
}

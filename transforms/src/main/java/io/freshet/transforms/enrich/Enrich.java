package io.freshet.transforms.enrich;

import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.table.SharedTables;
import io.freshet.transforms.table.Table;
import io.freshet.transforms.table.TableConfig;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Joins each record with a row of a table that is held in memory and kept fresh by its change feed. The first record waits
 * until the table is loaded. Records are never changed in place: Connect may transform one again.
 *
 * <p>A record that cannot be joined because of what it is gives a {@link DataException}. A table that cannot answer gives
 * a {@link io.freshet.transforms.table.TableUnavailableError}, which fails the task whatever its
 * {@code errors.tolerance}.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Enrich<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a record that had no row, where {@code on.miss=tag}; its value is the topic of the table. */
    static final String MISS_HEADER = "freshet.enrich.miss";

    private final RecordPart part;
    private @Nullable Join join;

    private Enrich(RecordPart part) {
        this.part = part;
    }

    /** Joins by, and adds to, the record's key. */
    public static final class Key<R extends ConnectRecord<R>> extends Enrich<R> {
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Joins by, and adds to, the record's value. */
    public static final class Value<R extends ConnectRecord<R>> extends Enrich<R> {
        public Value() {
            super(RecordPart.VALUE);
        }
    }

    @Override
    public R apply(R record) {
        Object value = part.valueOf(record);
        if (value == null) {
            return record;
        }
        Join join = join();
        join.table().awaitReady(join.readyTimeout());
        RowKey key = key(join, record, value);
        Row row = key == null ? null : join.table().find(key);
        return row == null ? miss(join, record, value) : merged(join, record, value, row);
    }

    private @Nullable RowKey key(Join join, R record, Object value) {
        try {
            return join.key().of(value);
        } catch (DataException e) {
            throw new DataException(position(record) + ": " + e.getMessage(), e);
        }
    }

    private R miss(Join join, R record, Object value) {
        return switch (join.onMiss()) {
            case PASS -> record;
            case NULL -> merged(join, record, value, null);
            case TAG -> tagged(join, record, value);
            case FAIL ->
                throw new DataException(
                        position(record) + ": no row of " + join.topic() + " has the key in " + join.key());
        };
    }

    private R merged(Join join, R record, Object value, @Nullable Row row) {
        RowMerge.Merged merged;
        try {
            merged = join.merge()
                    .merge(part.schemaOf(record), value, row, join.table().columns());
        } catch (DataException e) {
            throw new DataException(position(record) + ": " + e.getMessage(), e);
        }
        return part.replace(record, merged.schema(), merged.value(), record.headers());
    }

    private R tagged(Join join, R record, Object value) {
        Headers headers = record.headers().duplicate().addString(MISS_HEADER, join.topic());
        return part.replace(record, part.schemaOf(record), value, headers);
    }

    private String position(R record) {
        return "Record of topic " + record.topic() + ", partition " + record.kafkaPartition();
    }

    @Override
    public ConfigDef config() {
        return EnrichConfig.DEFINITION;
    }

    /**
     * Reads the settings and starts to load the table, in the background.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting is wrong
     */
    @Override
    public void configure(Map<String, ?> settings) {
        close();
        EnrichConfig config = new EnrichConfig(settings);
        TableConfig table = config.table();
        join = new Join(
                new LookupKey(config.keyPaths()),
                new RowMerge(config.fields(), config.into(), config.prefix()),
                config.onMiss(),
                config.readyTimeout(),
                table.topic(),
                SharedTables.acquire(table));
    }

    private Join join() {
        if (join == null) {
            throw new IllegalStateException("Enrich is used before configure");
        }
        return join;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void close() {
        if (join != null) {
            join.lease().close();
            join = null;
        }
    }

    /** All that {@code configure} sets. */
    private record Join(
            LookupKey key,
            RowMerge merge,
            OnMiss onMiss,
            Duration readyTimeout,
            String topic,
            SharedTables.Lease lease) {

        Table table() {
            return lease.table();
        }
    }
}

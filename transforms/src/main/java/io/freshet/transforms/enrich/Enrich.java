package io.freshet.transforms.enrich;

import io.freshet.transforms.metrics.Metric;
import io.freshet.transforms.metrics.RecordCounts;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.table.SharedTables;
import io.freshet.transforms.table.Table;
import io.freshet.transforms.table.TableConfig;
import io.freshet.transforms.table.TableUnavailableError;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Joins each record with a row of a table that is held in memory and kept fresh by its change feed. The first record waits
 * until the table is loaded. Records are never changed in place: Connect may transform one again.
 *
 * <p>A record that cannot be joined because of what it is gives a {@link DataException}. A table that cannot answer gives
 * a {@link TableUnavailableError}, which fails the task whatever its {@code errors.tolerance}, unless
 * {@code on.unavailable=tolerate}.
 *
 * @param <R> the type of record, of a source or a sink
 */
public abstract class Enrich<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The header of a record that had no row, where {@code on.miss=tag}; its value is the topic of the table. */
    static final String MISS_HEADER = "freshet.enrich.miss";

    /** The header of a record that could not be joined, where {@code on.error=tag}; its value says why. */
    static final String ERROR_HEADER = "freshet.enrich.error";

    /**
     * The header of a record whose table was older than {@code table.max.staleness}, where {@code on.stale=tag}; its value is
     * the topic of the table.
     */
    static final String STALE_HEADER = "freshet.enrich.stale";

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
    @SuppressWarnings("NullAway") // Connect's interface says nothing of nulls; one is a record that goes no further
    public R apply(R record) {
        Object value = part.valueOf(record);
        if (value == null) {
            return record;
        }
        Join join = join();
        try {
            join.gate().pass(join.table(), record);
            boolean stale = join.freshness().tags(join.table(), join.topic());
            R joined = join(join, record, value);
            return stale && joined != null ? Fallback.tagged(joined, STALE_HEADER, join.topic()) : joined;
        } catch (TableUnavailableError e) {
            join.counts().increment(Metric.UNAVAILABLE);
            if (join.toleratesUnavailable()) {
                join.patience().lose();
                throw new DataException(Fallback.position(record) + ": " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private @Nullable R join(Join join, R record, Object value) {
        Row row;
        try {
            RowKey key = join.key().of(record);
            row = key == null ? null : found(join, record, key);
        } catch (DataException e) {
            return failed(join, record, value, e);
        }
        if (row == null) {
            return missed(join, record, value);
        }
        join.counts().increment(Metric.HITS);
        return joined(join, record, value, row);
    }

    private @Nullable Row found(Join join, R record, RowKey key) {
        long asOf = join.asOf().of(record);
        join.tableWait().hold(join.table(), record, asOf);
        try {
            return join.table().find(key, asOf, join.patience().isThere());
        } catch (DataException e) {
            throw new DataException("Setting 'key' (" + join.key() + "): " + e.getMessage(), e);
        }
    }

    private @Nullable R joined(Join join, R record, Object value, @Nullable Row row) {
        try {
            return merged(join, record, row);
        } catch (DataException e) {
            return failed(join, record, value, e);
        }
    }

    private @Nullable R missed(Join join, R record, Object value) {
        join.counts().increment(Metric.MISSES);
        return switch (join.onMiss().kind()) {
            case DROP -> dropped(join);
            case NULL -> joined(join, record, value, null);
            case PASS, TAG, ROUTE, FAIL ->
                join.onMiss()
                        .take(
                                record,
                                MISS_HEADER,
                                Fallback.text(join.topic()),
                                "no row of " + join.topic() + " has the key in " + join.key(),
                                null);
        };
    }

    private @Nullable R failed(Join join, R record, Object value, DataException error) {
        join.counts().increment(Metric.ERRORS);
        return switch (join.onError().kind()) {
            case DROP -> dropped(join);
            case NULL -> value instanceof Struct || value instanceof Map ? merged(join, record, null) : record;
            case PASS, TAG, ROUTE, FAIL ->
                join.onError().take(record, ERROR_HEADER, String.valueOf(error.getMessage()), error);
        };
    }

    /** Null is what Connect takes for: not any further. */
    private @Nullable R dropped(Join join) {
        join.counts().increment(Metric.DROPPED);
        return null;
    }

    private R merged(Join join, R record, @Nullable Row row) {
        return join.merge().merge(record, part, row, join.table().columns());
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
        AsOfConfig asOf = config.asOf();
        TableConfig table = config.table();
        SharedTables.Lease lease = SharedTables.acquire(table, config.metricsName());
        join = new Join(
                config.key(part),
                asOf.asOf(),
                new TableWait(asOf.waitMax(), asOf.waitMargin(), lease.counts()),
                new RowMerge(config.fields(), config.into(), config.prefix(), config.stamps(), config.onCollision()),
                config.onMiss(),
                config.onError(),
                new Gate(config.readyTimeout(), config.maxPollInterval(), lease.counts()),
                new Patience(),
                new FreshnessRule(config.maxStaleness(), config.onStale(), lease.counts()),
                config.toleratesUnavailable(),
                table.topic(),
                lease);
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
            AsOf asOf,
            TableWait tableWait,
            RowMerge merge,
            Fallback onMiss,
            Fallback onError,
            Gate gate,
            Patience patience,
            FreshnessRule freshness,
            boolean toleratesUnavailable,
            String topic,
            SharedTables.Lease lease) {

        Table table() {
            return lease.table();
        }

        RecordCounts counts() {
            return lease.counts();
        }
    }
}

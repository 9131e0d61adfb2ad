package io.freshet.transforms.enrich;

import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.settings.KnownKeys;
import io.freshet.transforms.table.TableConfig;
import io.freshet.transforms.table.change.Columns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of {@link Enrich}. */
final class EnrichConfig extends AbstractConfig {

    private static final String KEY = "key";
    private static final String FIELDS = "fields";
    private static final String INTO = "into";
    private static final String PREFIX = "prefix";
    private static final String KEY_FROM = "key.from";
    private static final String CHANGE_TIME_FIELD = "change.time.field";
    private static final String CHANGE_POSITION_FIELD = "change.position.field";
    private static final String ON_COLLISION = "on.collision";
    private static final String ON_MISS = "on.miss";
    private static final String ON_ERROR = "on.error";
    private static final String ON_STALE = "on.stale";
    private static final String ON_UNAVAILABLE = "on.unavailable";
    private static final String MAX_POLL_INTERVAL = "max.poll.interval.ms";
    private static final String METRICS_NAME = "metrics.name";

    private static final int MAX_POLL_INTERVAL_OF_KAFKA = 300_000;

    private static final String TOLERATE = "tolerate";

    static final ConfigDef DEFINITION = definition();

    /** Settings that are passed on, with their meaning. */
    static final Map<String, String> PREFIXES = TableConfig.prefixes();

    EnrichConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.copyOf(PREFIXES.keySet()))
                .check(settings.keySet());
        if (!into().isEmpty() && !prefix().isEmpty()) {
            throw new ConfigException(
                    PREFIX, prefix(), "Expecting no prefix for fields that are nested under 'into' = " + into());
        }
        if (getList(KEY).isEmpty()) {
            throw new ConfigException(KEY, "", "Expecting at least one field path");
        }
        checkNames();
        if (maxStaleness() == null && settings.containsKey(ON_STALE)) {
            throw new ConfigException(ON_STALE, settings.get(ON_STALE), "Expecting table.max.staleness beside it");
        }
        key(RecordPart.VALUE);
        asOf();
        int keyColumns = table().keyColumns().size();
        if (keyColumns > 0 && keyColumns != getList(KEY).size()) {
            throw new ConfigException(
                    KEY, getList(KEY), "Expecting as many paths as table.key has columns, which is " + keyColumns);
        }
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef()
                .define(
                        KEY,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.Importance.HIGH,
                        "Path(s) of the record's field(s) that are compared with the key of the table's topic; where the"
                                + " key has several columns, in their order. Steps of a path are separated by dots, a name"
                                + " that has dots stands between backticks, a single dot is the whole. A null is a miss.")
                .define(
                        KEY_FROM,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(EnrichConfig::checkKeySource, () -> LookupKey.Source.names()
                                .toString()),
                        ConfigDef.Importance.LOW,
                        "Where the record has the fields in 'key': in its value, its key, or as headers, of which 'key' then"
                                + " has the names. Unset: in the part that is enriched.")
                .define(
                        FIELDS,
                        ConfigDef.Type.LIST,
                        "",
                        ConfigDef.Importance.HIGH,
                        "Columns of the row to add, each as column or column:name; empty: all columns. Only these are"
                                + " kept in memory.")
                .define(
                        INTO,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.HIGH,
                        "The field that gets the row, as a struct or map of its own; empty: the columns become fields of"
                                + " the record.")
                .define(
                        PREFIX,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "What the names of the fields begin with where 'into' is empty.")
                .define(
                        CHANGE_TIME_FIELD,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "The field, beside those of the row, that gets when the row last changed, as the source tells it:"
                                + " a timestamp, without a schema milliseconds since the epoch. In lookup mode it takes"
                                + " PostgreSQL with track_commit_timestamp=on. Empty: none.")
                .define(
                        CHANGE_POSITION_FIELD,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "The field, beside those of the row, that gets by which message the row last changed, as"
                                + " topic-partition@offset; some 70 bytes of memory a row. Not in lookup mode: the database"
                                + " does not know. Empty: none.")
                .define(
                        ON_COLLISION,
                        ConfigDef.Type.STRING,
                        OnCollision.OVERWRITE.toString(),
                        ConfigDef.ValidString.in(OnCollision.names()),
                        ConfigDef.Importance.LOW,
                        "What wins where the record has a field of the name that an added one gets: the added one"
                                + " (overwrite), the record's (keep), or neither (fail, an error of the record).")
                .define(
                        ON_MISS,
                        ConfigDef.Type.STRING,
                        "pass",
                        new Fallback.Validator(),
                        ConfigDef.Importance.HIGH,
                        "What becomes of a record without a row: pass it as it is, add the fields as null, tag it with the"
                                + " header " + Enrich.MISS_HEADER
                                + ", drop it, fail, which errors.tolerance governs, or,"
                                + " in a source connector, tag it and route it to another topic. Connect does not store a"
                                + " source's offset for a record that is dropped.")
                .define(
                        ON_ERROR,
                        ConfigDef.Type.STRING,
                        "fail",
                        new Fallback.Validator(),
                        ConfigDef.Importance.MEDIUM,
                        "What becomes of a record that cannot be joined, because a key field is of no type for a key or what"
                                + " is to be enriched has no fields: as with on.miss, with the header "
                                + Enrich.ERROR_HEADER + ".")
                .define(
                        ON_STALE,
                        ConfigDef.Type.STRING,
                        OnStale.FAIL.toString(),
                        ConfigDef.ValidString.in(OnStale.names()),
                        ConfigDef.Importance.MEDIUM,
                        "What becomes of a record while the table is older than table.max.staleness: it is joined all the"
                                + " same (pass), joined and tagged with the header " + Enrich.STALE_HEADER
                                + " (tag), or"
                                + " the table counts as unavailable (fail).")
                .define(
                        ON_UNAVAILABLE,
                        ConfigDef.Type.STRING,
                        "fail",
                        ConfigDef.ValidString.in("fail", TOLERATE),
                        ConfigDef.Importance.LOW,
                        "What a table that has not loaded in time, has failed or is too stale does: fail the task whatever"
                                + " errors.tolerance says, so that no record is passed by; or be an error of each record"
                                + " (tolerate). With errors.tolerance=all, that skips every record of an outage.")
                .define(
                        MAX_POLL_INTERVAL,
                        ConfigDef.Type.INT,
                        MAX_POLL_INTERVAL_OF_KAFKA,
                        ConfigDef.Range.atLeast(1_000),
                        ConfigDef.Importance.MEDIUM,
                        "In a sink connector: the max.poll.interval.ms that its consumer has, which a transformation is not"
                                + " told. To be set where the connector has consumer.override.max.poll.interval.ms, or the"
                                + " worker consumer.max.poll.interval.ms. Records wait for the table to load for nine tenths"
                                + " of it at most, however long table.ready.timeout is: a consumer whose task waits longer"
                                + " loses its partitions.")
                .define(
                        METRICS_NAME,
                        ConfigDef.Type.STRING,
                        null,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.LOW,
                        "What this transformation is called in metrics; those of one name in a worker are counted"
                                + " together. Unset: as its table.");
        AsOfConfig.addTo(definition);
        return TableConfig.addTo(definition);
    }

    private static void checkKeySource(String setting, @Nullable Object value) {
        if (value != null && !LookupKey.Source.names().contains(value)) {
            throw new ConfigException(setting, value, "Expecting one of " + LookupKey.Source.names());
        }
    }

    /** Returns what of a record its key is, where nothing else is said of {@code enriched}. */
    LookupKey key(RecordPart enriched) {
        String from = getString(KEY_FROM);
        LookupKey.Source otherwise = enriched == RecordPart.KEY ? LookupKey.Source.KEY : LookupKey.Source.VALUE;
        return LookupKey.parse(KEY, getList(KEY), from == null ? otherwise : LookupKey.Source.named(from));
    }

    private void checkNames() {
        Set<String> names = new HashSet<>();
        fields().forEach(each -> names.add(prefix() + each.name()));
        for (FieldMapping each : stamps()) {
            if (!names.add(each.name())) {
                throw new ConfigException(
                        each.column().equals(Columns.CHANGE_TIME) ? CHANGE_TIME_FIELD : CHANGE_POSITION_FIELD,
                        each.name(),
                        "Expecting a name that no other added field has");
            }
        }
    }

    /** Returns the fields that tell of a row's last change. */
    List<FieldMapping> stamps() {
        List<FieldMapping> stamps = new ArrayList<>();
        if (!getString(CHANGE_TIME_FIELD).isEmpty()) {
            stamps.add(new FieldMapping(Columns.CHANGE_TIME, getString(CHANGE_TIME_FIELD)));
        }
        if (!getString(CHANGE_POSITION_FIELD).isEmpty()) {
            stamps.add(new FieldMapping(Columns.CHANGE_POSITION, getString(CHANGE_POSITION_FIELD)));
        }
        return List.copyOf(stamps);
    }

    List<FieldMapping> fields() {
        return FieldMapping.parse(FIELDS, getList(FIELDS));
    }

    String into() {
        return getString(INTO);
    }

    String prefix() {
        return getString(PREFIX);
    }

    OnCollision onCollision() {
        return OnCollision.named(getString(ON_COLLISION));
    }

    Fallback onMiss() {
        return Fallback.parse(ON_MISS, getString(ON_MISS));
    }

    Fallback onError() {
        return Fallback.parse(ON_ERROR, getString(ON_ERROR));
    }

    OnStale onStale() {
        return OnStale.named(getString(ON_STALE));
    }

    @Nullable
    Duration maxStaleness() {
        return TableConfig.maxStaleness(this);
    }

    boolean toleratesUnavailable() {
        return getString(ON_UNAVAILABLE).equals(TOLERATE);
    }

    @Nullable
    String metricsName() {
        return getString(METRICS_NAME);
    }

    TableConfig table() {
        return new TableConfig(
                this,
                fields().stream().map(FieldMapping::column).toList(),
                stamps().stream().map(FieldMapping::column).collect(Collectors.toSet()));
    }

    AsOfConfig asOf() {
        return new AsOfConfig(this, table().history());
    }

    /** Returns how long a sink's task may let its consumer wait. */
    Duration maxPollInterval() {
        return Duration.ofMillis(getInt(MAX_POLL_INTERVAL));
    }

    Duration readyTimeout() {
        return TableConfig.readyTimeout(this);
    }
}

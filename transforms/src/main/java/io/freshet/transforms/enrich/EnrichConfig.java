package io.freshet.transforms.enrich;

import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.settings.KnownKeys;
import io.freshet.transforms.table.TableConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings of {@link Enrich}. */
final class EnrichConfig extends AbstractConfig {

    private static final String KEY = "key";
    private static final String FIELDS = "fields";
    private static final String INTO = "into";
    private static final String PREFIX = "prefix";
    private static final String ON_MISS = "on.miss";

    /** What Connect itself reads of a transformation's settings and passes on with them. */
    private static final Set<String> OF_CONNECT = Set.of("type", "predicate", "negate", "plugin.version");

    static final ConfigDef DEFINITION = definition();

    /** Settings that are passed on, with their meaning. */
    static final Map<String, String> PREFIXES = Map.of(
            TableConfig.CONSUMER_PREFIX,
            "Settings of the Kafka consumer that reads the table's topic, such as its security. How it reads is the table's"
                    + " business: group.id, auto.offset.reset, isolation.level, the deserializers and the like are refused.");

    EnrichConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        Set<String> known = new HashSet<>(DEFINITION.names());
        known.addAll(OF_CONNECT);
        new KnownKeys(known, List.copyOf(PREFIXES.keySet())).check(settings.keySet());
        if (!into().isEmpty() && !prefix().isEmpty()) {
            throw new ConfigException(
                    PREFIX, prefix(), "Expecting no prefix for fields that are nested under 'into' = " + into());
        }
        if (keyPaths().isEmpty()) {
            throw new ConfigException(KEY, "", "Expecting at least one field path");
        }
        fields();
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
                                + " that has dots stands between backticks. A null is a miss.")
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
                                + " the record. A field of that name is replaced.")
                .define(
                        PREFIX,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "What the names of the fields begin with where 'into' is empty.")
                .define(
                        ON_MISS,
                        ConfigDef.Type.STRING,
                        OnMiss.PASS.toString(),
                        ConfigDef.ValidString.in(OnMiss.names()),
                        ConfigDef.Importance.HIGH,
                        "What becomes of a record without a row: pass it as it is, add the fields as null, tag it with the"
                                + " header " + Enrich.MISS_HEADER + ", or fail, which errors.tolerance governs.");
        return TableConfig.addTo(definition);
    }

    List<FieldPath> keyPaths() {
        return getList(KEY).stream().map(path -> FieldPath.parse(KEY, path)).toList();
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

    OnMiss onMiss() {
        return OnMiss.named(getString(ON_MISS));
    }

    TableConfig table() {
        return new TableConfig(this, fields().stream().map(FieldMapping::column).toList());
    }

    Duration readyTimeout() {
        return TableConfig.readyTimeout(this);
    }
}

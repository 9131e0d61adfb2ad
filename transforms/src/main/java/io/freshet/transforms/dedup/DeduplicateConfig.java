package io.freshet.transforms.dedup;

import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.settings.KnownKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings of {@link Deduplicate}. */
final class DeduplicateConfig extends AbstractConfig {

    private static final String KEY = "key";
    private static final String WINDOW = "window";
    private static final String TIME = "time";
    private static final String MAX_KEYS = "max.keys";
    private static final String ON_DUPLICATE = "on.duplicate";
    private static final String METRICS_NAME = "metrics.name";

    private static final String RECORD = "record";
    private static final String PROCESSING = "processing";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    KEY,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.Importance.HIGH,
                    "Path(s) of the field(s) that make the key. Steps of a path are separated by dots, a name that has dots"
                            + " stands between backticks, a single dot is the whole. Keys are compared by value: integers of any"
                            + " width, maps in any order. A record whose fields are all null passes; beside others a null is a"
                            + " value.")
            .define(
                    WINDOW,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    DurationSetting.atLeast(Duration.ofMillis(1)),
                    ConfigDef.Importance.HIGH,
                    "For how long after a record has passed another one with its key is a duplicate. A duplicate does not"
                            + " lengthen it.")
            .define(
                    TIME,
                    ConfigDef.Type.STRING,
                    RECORD,
                    ConfigDef.ValidString.in(RECORD, PROCESSING),
                    ConfigDef.Importance.MEDIUM,
                    "Which time the window goes by: the timestamps of records, where one that is earlier than the one that"
                            + " passed is a duplicate, too, within the window (record), or the worker's clock (processing),"
                            + " which is also that of records without a timestamp.")
            .define(
                    MAX_KEYS,
                    ConfigDef.Type.INT,
                    100_000,
                    ConfigDef.Range.between(1, 100_000_000),
                    ConfigDef.Importance.HIGH,
                    "How many keys a task remembers; of more, those that passed longest ago are forgotten. A key that is a number"
                            + " takes 52 bytes of heap, a UUID 84, the longest 100.")
            .define(
                    ON_DUPLICATE,
                    ConfigDef.Type.STRING,
                    "drop",
                    new Fallback.Validator(Fallback.WITHOUT_NULL),
                    ConfigDef.Importance.HIGH,
                    "What becomes of a duplicate: it is dropped, passes with the header " + Deduplicate.HEADER
                            + " (tag), or only counted (pass), fails, which errors.tolerance governs, or, in a source connector,"
                            + " goes to another topic with that header. Connect does not store a source's offset for a record that"
                            + " is dropped.")
            .define(
                    METRICS_NAME,
                    ConfigDef.Type.STRING,
                    "deduplicate",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "What this transformation is called in metrics; those of one name in a worker are counted together.");

    DeduplicateConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.of()).check(settings.keySet());
        if (getList(KEY).isEmpty()) {
            throw new ConfigException(KEY, "", "Expecting at least one field path");
        }
        fields();
    }

    KeyFields fields() {
        return new KeyFields(
                getList(KEY).stream().map(path -> FieldPath.parse(KEY, path)).toList());
    }

    Duration window() {
        return DurationSetting.parse(WINDOW, getString(WINDOW));
    }

    boolean isByRecordTime() {
        return getString(TIME).equals(RECORD);
    }

    int maxKeys() {
        return getInt(MAX_KEYS);
    }

    Fallback onDuplicate() {
        return Fallback.parse(ON_DUPLICATE, getString(ON_DUPLICATE));
    }

    String metricsName() {
        return getString(METRICS_NAME);
    }
}

package io.freshet.transforms.late;

import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.settings.KnownKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of {@link LateEvents}. */
final class LateEventsConfig extends AbstractConfig {

    private static final String ALLOWED_LATENESS = "allowed.lateness";
    private static final String ON_LATE = "on.late";
    private static final String MAX_PARTITIONS = "max.partitions";
    private static final String METRICS_NAME = "metrics.name";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    ALLOWED_LATENESS,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    DurationSetting.atLeast(Duration.ZERO),
                    ConfigDef.Importance.HIGH,
                    "By how much a record's timestamp may be behind the greatest one that was seen before it in its partition:"
                            + " a topic's partition in a sink connector, a source partition in a source connector.")
            .define(
                    ON_LATE,
                    ConfigDef.Type.STRING,
                    "tag",
                    new Fallback.Validator(Fallback.WITHOUT_NULL),
                    ConfigDef.Importance.HIGH,
                    "What becomes of a record that is later: it passes with the header " + LateEvents.HEADER
                            + ", an int64 of how many milliseconds it is behind what is allowed (tag), or only counted (pass); it"
                            + " is dropped, fails, which errors.tolerance governs, or, in a source connector, goes to another"
                            + " topic with that header. Connect does not store a source's offset for a record that is dropped.")
            .define(
                    MAX_PARTITIONS,
                    ConfigDef.Type.INT,
                    10_000,
                    ConfigDef.Range.atLeast(1),
                    ConfigDef.Importance.LOW,
                    "How many partitions a task knows the watermarks of: of more, those that were read longest ago begin anew.")
            .define(
                    METRICS_NAME,
                    ConfigDef.Type.STRING,
                    "late-events",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "What this transformation is called in metrics; those of one name in a worker are counted together.");

    LateEventsConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.of()).check(settings.keySet());
    }

    Duration allowedLateness() {
        return DurationSetting.parse(ALLOWED_LATENESS, getString(ALLOWED_LATENESS));
    }

    Fallback onLate() {
        return Fallback.parse(ON_LATE, getString(ON_LATE));
    }

    int maxPartitions() {
        return getInt(MAX_PARTITIONS);
    }

    String metricsName() {
        return getString(METRICS_NAME);
    }
}

package io.freshet.transforms.enrich;

import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.table.HistoryConfig;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings that say as of what time a record is joined, and how long it waits for that. */
final class AsOfConfig {

    static final String AS_OF = "as.of";

    private final AsOf asOf;
    private final Duration waitMax;
    private final Duration waitMargin;

    /**
     * Reads the settings that {@link #addTo} defines.
     *
     * @throws ConfigException if a record's time is asked for, or waited for, without a history
     */
    AsOfConfig(AbstractConfig config, HistoryConfig history) {
        this.asOf = AsOf.parse(AS_OF, config.getString(AS_OF));
        this.waitMax = DurationSetting.parse(HistoryConfig.WAIT_MAX, config.getString(HistoryConfig.WAIT_MAX));
        this.waitMargin = DurationSetting.parse(HistoryConfig.WAIT_MARGIN, config.getString(HistoryConfig.WAIT_MARGIN));
        if (!asOf.isLatest() && history.kept().isZero()) {
            throw new ConfigException(
                    AS_OF,
                    asOf,
                    "Expecting " + HistoryConfig.HISTORY
                            + " beside it: a table without history knows what is valid now");
        }
        if (asOf.isLatest() && !waitMax.isZero()) {
            throw new ConfigException(
                    HistoryConfig.WAIT_MAX,
                    config.getString(HistoryConfig.WAIT_MAX),
                    "Expecting " + AS_OF + " beside it: latest is no time to wait for");
        }
    }

    static ConfigDef addTo(ConfigDef definition) {
        return definition
                .define(
                        AS_OF,
                        ConfigDef.Type.STRING,
                        "latest",
                        new AsOf.Validator(),
                        ConfigDef.Importance.MEDIUM,
                        "Which row of its key a record is joined with: the newest (latest); or the one that was valid at the"
                                + " record's own time, or at the time in a field of its value (int64 milliseconds, a Timestamp"
                                + " or Date of Connect, ISO-8601 text with a zone), for which the table has table.history.")
                .define(
                        HistoryConfig.WAIT_MAX,
                        ConfigDef.Type.STRING,
                        "0ms",
                        DurationSetting.atLeast(Duration.ZERO),
                        ConfigDef.Importance.MEDIUM,
                        "How long a record waits for the table to know the changes up to the record's time, by a later change in"
                                + " each partition or by table.heartbeat.topic. Then it is joined with what is known. In a"
                                + " sink connector all records of a batch wait no longer than this together, so it must stay"
                                + " well below max.poll.interval.ms.")
                .define(
                        HistoryConfig.WAIT_MARGIN,
                        ConfigDef.Type.STRING,
                        "1s",
                        DurationSetting.atLeast(Duration.ZERO),
                        ConfigDef.Importance.LOW,
                        "By how much more than the record's time the table must be known when a record waits: what times of"
                                + " changes may be out of order, and, with Debezium's own heartbeats, by how much the connector"
                                + " may be behind its database.");
    }

    AsOf asOf() {
        return asOf;
    }

    Duration waitMax() {
        return waitMax;
    }

    Duration waitMargin() {
        return waitMargin;
    }
}

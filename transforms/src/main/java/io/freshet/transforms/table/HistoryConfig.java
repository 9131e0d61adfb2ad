package io.freshet.transforms.table;

import io.freshet.transforms.settings.DurationSetting;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings that say what a table remembers. Part of which table it is.
 *
 * @param kept for how long a row that is no longer valid is kept; zero: only what is valid now
 * @param heartbeatTopic empty: there is none
 */
public record HistoryConfig(Duration kept, ChangeTime changeTime, String heartbeatTopic) {

    /** The setting that a join as of a time needs. */
    public static final String HISTORY = "table.history";

    /** How long a record waits for the table, and for how much more than its time: each user's own. */
    public static final String WAIT_MAX = "table.wait.max";

    public static final String WAIT_MARGIN = "table.wait.margin";

    static final String CHANGE_TIME = "table.change.time";
    static final String HEARTBEAT_TOPIC = "table.heartbeat.topic";

    /**
     * Reads the settings that {@link #addTo} defines.
     *
     * @throws ConfigException if one has no meaning without another
     */
    static HistoryConfig of(AbstractConfig config) {
        HistoryConfig history = new HistoryConfig(
                DurationSetting.parse(HISTORY, config.getString(HISTORY)),
                ChangeTime.named(config.getString(CHANGE_TIME)),
                config.getString(HEARTBEAT_TOPIC));
        if (!history.isKept() && !history.heartbeatTopic.isEmpty()) {
            throw new ConfigException(
                    HEARTBEAT_TOPIC,
                    history.heartbeatTopic,
                    "Expecting " + HISTORY + " beside it: a table without history waits for no time");
        }
        return history;
    }

    /** Adds these settings to a component's. */
    static ConfigDef addTo(ConfigDef definition) {
        return definition
                .define(
                        HISTORY,
                        ConfigDef.Type.STRING,
                        "0ms",
                        DurationSetting.atLeast(Duration.ZERO),
                        ConfigDef.Importance.MEDIUM,
                        "How long a row is kept that is no longer valid, by the times of the changes in its partition, so"
                                + " that records can be joined as of a time. Changes that come later than that are ignored."
                                + " With 0ms only what is valid now is kept.")
                .define(
                        CHANGE_TIME,
                        ConfigDef.Type.STRING,
                        ChangeTime.SOURCE.toString(),
                        ConfigDef.ValidString.in(ChangeTime.names().toArray(String[]::new)),
                        ConfigDef.Importance.MEDIUM,
                        "With table.history, which time a change has: when the source committed it, as change data capture"
                                + " tells (source), or that of the Kafka message (record). A message that does not tell"
                                + " its source's time follows table.on.bad.change, but for a tombstone, which never does.")
                .define(
                        HEARTBEAT_TOPIC,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "With table.history, a topic whose messages tell by ts_ms, or source.ts_ms, up to what time all"
                                + " changes are in the table's topic by then: a heartbeat table that Debezium captures"
                                + " (heartbeat.action.query), or its __debezium-heartbeat topic. Without one, waiting for a"
                                + " time takes a later change in each partition.");
    }

    boolean isKept() {
        return !kept.isZero();
    }
}

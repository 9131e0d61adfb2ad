package io.freshet.connect.table;

import io.freshet.connect.table.database.Database;
import io.freshet.connect.table.database.SqlProblem;
import io.freshet.connect.table.offset.AskedOffsets;
import io.freshet.connect.table.offset.StoredOffsets;
import io.freshet.transforms.record.PluginVersion;
import io.freshet.transforms.settings.Problems;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Writes the records of topics to tables of a database, as the rows of their keys, exactly once: how far it has come is stored in
 * the database, in the transaction of the rows.
 */
public final class TableSinkConnector extends SinkConnector {

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public ConfigDef config() {
        return TableSinkConfig.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TableSinkTask.class;
    }

    @Override
    public void start(Map<String, String> connectorSettings) {
        new TableSinkConfig(connectorSettings);
        settings = Map.copyOf(connectorSettings);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> taskSettings = new HashMap<>(settings);
            taskSettings.put(TableSinkConfig.TASK, Integer.toString(task));
            tasks.add(taskSettings);
        }
        return tasks;
    }

    @Override
    public void stop() {}

    @Override
    public Config validate(Map<String, String> connectorSettings) {
        return Problems.addedTo(
                super.validate(connectorSettings),
                () -> TableSinkChecks.problems(TableSinkConfig.unchecked(connectorSettings)));
    }

    /**
     * Sets the offsets that count, which are those in the database.
     *
     * @param offsets of partitions; null for those to read anew
     * @throws ConnectException if the database cannot be asked, or an offset is none to go on at
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorSettings, Map<TopicPartition, Long> offsets) {
        TableSinkConfig config = new TableSinkConfig(connectorSettings);
        try (Database database = new Database(
                config.dataSource(), config.url(), config.connectorName() + "-offsets", config.timeout())) {
            new StoredOffsets(database, config.offsetsTable(), config.connectorName(), Clock.systemUTC())
                    .alter(new AskedOffsets(new HashMap<>(offsets), config::reads));
            return true;
        } catch (SQLException e) {
            throw new ConnectException("The offsets in the database cannot be altered: " + SqlProblem.reason(e));
        }
    }
}

package io.freshet.connect.table;

import io.freshet.connect.table.read.KeySource;
import io.freshet.transforms.jdbc.JdbcDrivers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;

/** Whether settings that are valid one by one fit together. */
final class TableSinkChecks {
    /** Of the names that begin like ours, those that are no setting are mistakes. */
    private static final List<String> OWN_NAMES = List.of(
            "jdbc.",
            "table.",
            "schema.evolution",
            "write.",
            "delete",
            "value.format",
            "key.from",
            "key.columns",
            "columns",
            "event.",
            "offsets.");

    private final TableSinkConfig config;
    private final Map<String, String> problems = new TreeMap<>();

    private TableSinkChecks(TableSinkConfig config) {
        this.config = config;
    }

    /** What is wrong, by setting. */
    static Map<String, String> problems(TableSinkConfig config) {
        TableSinkChecks checks = new TableSinkChecks(config);
        checks.checkDriver();
        checks.checkKey();
        checks.checkTime();
        checks.checkDeletions();
        checks.checkNames();
        return checks.problems;
    }

    private void checkDriver() {
        String url = config.getString(TableSinkConfig.URL);
        try {
            JdbcDrivers.forUrl(TableSinkConfig.URL, url);
        } catch (ConfigException e) {
            problems.put(TableSinkConfig.URL, e.getMessage());
        }
    }

    private void checkKey() {
        KeySource source = config.keySource();
        List<String> columns = config.getList(TableSinkConfig.KEY_COLUMNS);
        boolean insert = config.getString(TableSinkConfig.WRITE_MODE).equals("insert");
        if (source != KeySource.RECORD && columns.isEmpty() && !insert) {
            report(
                    TableSinkConfig.KEY_COLUMNS,
                    "expecting the columns of the key with " + TableSinkConfig.KEY_FROM + "="
                            + config.getString(TableSinkConfig.KEY_FROM) + ". Found: none");
        }
        if (source == KeySource.BEFORE
                && !config.getString(TableSinkConfig.VALUE_FORMAT).equals("debezium")) {
            report(
                    TableSinkConfig.KEY_FROM,
                    "before is for " + TableSinkConfig.VALUE_FORMAT + "=debezium. Found: "
                            + config.getString(TableSinkConfig.VALUE_FORMAT));
        }
        Set<String> undeclared = new LinkedHashSet<>(columns);
        undeclared.removeAll(config.declared().types().keySet());
        if (!config.declared().types().isEmpty() && !undeclared.isEmpty() && !insert) {
            report(TableSinkConfig.COLUMNS, "expecting the columns of the key too. Not found: " + undeclared);
        }
    }

    private void checkTime() {
        boolean insert = config.getString(TableSinkConfig.WRITE_MODE).equals("insert");
        if (insert && config.getString(TableSinkConfig.EVENT_TIME) != null) {
            report(TableSinkConfig.EVENT_TIME, "is for " + TableSinkConfig.WRITE_MODE + "=upsert. Found: insert");
        }
    }

    private void checkDeletions() {
        if (config.getString(TableSinkConfig.DELETE_WHEN) == null) {
            return;
        }
        if (config.getString(TableSinkConfig.WRITE_MODE).equals("insert")) {
            report(TableSinkConfig.DELETE_WHEN, "is for " + TableSinkConfig.WRITE_MODE + "=upsert. Found: insert");
        } else if (config.getString(TableSinkConfig.DELETES).equals("ignore")) {
            report(TableSinkConfig.DELETE_WHEN, "is for " + TableSinkConfig.DELETES + "=apply. Found: ignore");
        }
    }

    private void checkNames() {
        for (String key : config.originals().keySet()) {
            if (OWN_NAMES.stream().anyMatch(key::startsWith)
                    && !TableSinkConfig.DEFINITION.names().contains(key)) {
                report(
                        key,
                        "is no setting of this connector. Expecting one of "
                                + new TreeSet<>(TableSinkConfig.DEFINITION.names()));
            }
        }
    }

    private void report(String key, String problem) {
        problems.put(key, key + ": " + problem);
    }
}

package io.freshet.connect.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableSinkConfigTest {

    private static Map<String, String> settings(String... more) {
        return TestDatabase.h2("settings").settings(more);
    }

    @Test
    void defaults_allKeys_areThese() {
        Map<String, Object> defaults = new TreeMap<>();
        TableSinkConfig.DEFINITION.defaultValues().forEach((key, value) -> {
            if (value != null) {
                defaults.put(key, value.toString());
            }
        });

        assertThat(defaults)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("columns", ""),
                        Map.entry("deletes", "apply"),
                        Map.entry("event.time.remember", "7d"),
                        Map.entry("event.time.unit", "ms"),
                        Map.entry("jdbc.retry.timeout", "5m"),
                        Map.entry("jdbc.timeout", "30s"),
                        Map.entry("key.columns", "[]"),
                        Map.entry("key.from", "record"),
                        Map.entry("offsets.table", "freshet_offsets"),
                        Map.entry("schema.evolution", "none"),
                        Map.entry("table.create", "true"),
                        Map.entry("table.format", "${topic}"),
                        Map.entry("value.format", "plain"),
                        Map.entry("write.mode", "upsert"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema.evolution | sometimes | schema.evolution",
                "key.from | value | expecting the columns of the key with key.from=value",
                "key.from | before | expecting the columns of the key",
                "columns | id bigint, name | Expecting name type, ... such as id bigint",
                "columns | id bigint, id text | Expecting each column once. Found twice: id",
                "columns | id number | Found: number",
                "columns | price decimal(2,5) | Found: price decimal(2,5)",
                "table.format | a.b.c | Expecting table or schema.table",
                "jdbc.url | jdbc:nothing:here?password=secret | no JDBC driver is found for jdbc:nothing:...",
                "jdbc.timeout | soon | Expecting a number with one of the units",
                "delete.when | value.status == | column 16",
                "delete.when | value.n + 1 | column 1: Expecting a bool. Found: int",
                "delete.when | valu.status == 'x' | column 1",
                "delete.whn | true | delete.whn: is no setting of this connector",
                "event.time | a..b | Expecting a field name",
                "event.time.unit | minutes | event.time.unit",
                "jdbc.pasword | secret | jdbc.pasword: is no setting of this connector",
                "table.name | x | table.name: is no setting of this connector",
            })
    void settings_thatDoNotFit_areRefused(String key, String value, String problem) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put(key, value);

        assertThatThrownBy(() -> new TableSinkConfig(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("secret");
    }

    @Test
    void validate_aProblemOfSeveralSettings_isShownAtOne() {
        Config validated = new TableSinkConnector().validate(settings("key.from", "value"));

        assertThat(validated.configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(value -> value.name()))
                .containsExactly("key.columns");
    }

    @ParameterizedTest
    @CsvSource({"write.mode,insert,upsert", "deletes,ignore,apply"})
    void deleteWhen_whereNothingIsDeleted_isRefused(String key, String value, String expected) {
        assertThatThrownBy(() -> new TableSinkConfig(settings("delete.when", "value.gone", key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("delete.when: is for " + key + "=" + expected + ". Found: " + value);
    }

    @Test
    void reads_topicsByNameAndPattern_areThese() {
        TableSinkConfig named = new TableSinkConfig(settings("topics", " a , b"));
        TableSinkConfig matched = new TableSinkConfig(settings("topics.regex", "a.*"));

        assertThat(List.of("a", "b", "ab")).filteredOn(named::reads).containsExactly("a", "b");
        assertThat(List.of("a", "b", "ab")).filteredOn(matched::reads).containsExactly("a", "ab");
    }

    @Test
    void password_anywhere_isHidden() {
        TableSinkConfig config = new TableSinkConfig(settings("jdbc.password", "secret"));

        assertThat(config.values().get("jdbc.password")).isInstanceOf(Password.class);
        assertThat(config.values().toString()).doesNotContain("secret");
    }
}

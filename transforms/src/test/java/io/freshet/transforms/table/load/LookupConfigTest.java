package io.freshet.transforms.table.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupConfigTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "table.mode", "lookup",
            "table.jdbc.url", "jdbc:postgresql://localhost/db?password=secret",
            "table.jdbc.table", "public.airports");

    @Test
    void defaults_areTheDocumentedOnes() {
        assertThat(LookupConfig.of(config(Map.of()))).isEmpty();

        LookupConfig config = LookupConfig.of(config(REQUIRED)).orElseThrow();

        assertThat(config.url()).isEqualTo("jdbc:postgresql://localhost/db?password=secret");
        assertThat(config.driver().getClass().getName()).isEqualTo("org.postgresql.Driver");
        assertThat(config.user()).isNull();
        assertThat(config.password()).isNull();
        assertThat(config.table()).isEqualTo(new TableName("public", "airports"));
        assertThat(config.key()).isEmpty();
        assertThat(config.hasQuery()).isFalse();
        assertThat(config.newestBy()).isEmpty();
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retryTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.poolSize()).isEqualTo(4);
        assertThat(config.maxRows()).isEqualTo(100_000);
        assertThat(config.maxBytes()).isNull();
        assertThat(config.expireAfter()).isNull();
        assertThat(config).hasToString("lookup in public.airports");
    }

    @Test
    void everyKey_isRead() {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.put("table.jdbc.user", "reader");
        all.put("table.jdbc.password", "secret");
        all.put("table.jdbc.table", "\"my.schema\".airports");
        all.put("table.jdbc.key", "iata,country");
        all.put("table.jdbc.query", "SELECT * FROM airports WHERE city = ?");
        all.put("table.jdbc.newest.by", "changed,id");
        all.put("table.jdbc.timeout", "2s");
        all.put("table.jdbc.retry.timeout", "0");
        all.put("table.jdbc.pool.size", "9");
        all.put("table.max.bytes", "1000");
        all.put("table.expire.after", "1h");

        LookupConfig config = LookupConfig.of(config(all)).orElseThrow();

        assertThat(config.user()).isEqualTo("reader");
        assertThat(config.password()).hasToString("[hidden]");
        assertThat(config.table()).isEqualTo(new TableName("my.schema", "airports"));
        assertThat(config.key()).containsExactly("iata", "country");
        assertThat(config.query()).isEqualTo(new QueryText("SELECT * FROM airports WHERE city = ?", 1));
        assertThat(config.newestBy()).containsExactly("changed", "id");
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.retryTimeout()).isZero();
        assertThat(config.poolSize()).isEqualTo(9);
        assertThat(config.maxRows()).isNull();
        assertThat(config.maxBytes()).isEqualTo(1_000);
        assertThat(config.expireAfter()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table.mode | cached | 'Invalid value cached for configuration table.mode: String must be one of: complete, lookup'",
                "table.mode | complete | 'Setting ''table.jdbc.url'' is for table.mode=lookup. Found: table.mode=complete'",
                "table.jdbc.url | '' | 'Invalid value  for configuration table.jdbc.url: Expecting a value with table.mode=lookup'",
                "table.jdbc.url | jdbc:db2://h/db:password=secret; | 'Setting ''table.jdbc.url'': no JDBC driver is found for jdbc:db2:.... Expecting its jar in the folder of this plugin, or in the worker''s libs'",
                "table.jdbc.url | secret | 'Setting ''table.jdbc.url'': no JDBC driver is found for a URL that does not begin with jdbc:<database>:. Expecting its jar in the folder of this plugin, or in the worker''s libs'",
                "table.jdbc.table | a.b.c | 'Invalid value a.b.c for configuration table.jdbc.table: Expecting table or schema.table'",
                "table.jdbc.key | 'a,a' | 'Invalid value [a, a] for configuration table.jdbc.key: Expecting each column once'",
                "table.jdbc.newest.by | 'a,a' | 'Invalid value [a, a] for configuration table.jdbc.newest.by: Expecting each column once'",
                "table.jdbc.query | 'DELETE FROM t WHERE a = ?' | 'Invalid value DELETE FROM t WHERE a = ? for configuration table.jdbc.query: Expecting a query, SELECT ... or WITH ... SELECT ...'",
                "table.jdbc.query | 'SELECT 1; SELECT ?' | 'Invalid value SELECT 1; SELECT ? for configuration table.jdbc.query: Expecting one query, without a semicolon'",
                "table.jdbc.query | SELECT 1 | 'Invalid value SELECT 1 for configuration table.jdbc.query: Expecting a ? for each value of the key'",
                "table.jdbc.query | SELECT ? /* a | 'Invalid value SELECT ? /* a for configuration table.jdbc.query: Expecting an end of what begins with /*'",
                "table.jdbc.timeout | 1ms | 'Invalid value 1ms for configuration table.jdbc.timeout: Expecting a duration of at least 250ms'",
                "table.jdbc.pool.size | 0 | 'Invalid value 0 for configuration table.jdbc.pool.size: Value must be at least 1'",
                "table.max.rows | 0 | 'Invalid value 0 for configuration table.max.rows: Expecting at least 1'",
                "table.expire.after | soon | 'Invalid value soon for configuration table.expire.after: Expecting a number with one of the units ms, s, m, h, d, such as 90s'",
            })
    void wrongValue_saysKeyRuleAndValueButNoSecret(String key, String value, String message) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(key, value);

        assertThatThrownBy(() -> LookupConfig.of(config(settings)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void twoBounds_areRefused() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("table.max.rows", "5");
        settings.put("table.max.bytes", "6");

        assertThatThrownBy(() -> LookupConfig.of(config(settings)))
                .hasMessage(
                        "Invalid value 6 for configuration table.max.bytes: Expecting one bound. table.max.rows is set"
                                + " too");
    }

    private static AbstractConfig config(Map<String, String> settings) {
        return new AbstractConfig(LookupConfig.addTo(new ConfigDef()), settings, false);
    }
}

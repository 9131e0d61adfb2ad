package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.table.ChangeTime;
import io.freshet.transforms.table.HistoryConfig;
import io.freshet.transforms.table.TableConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of("key", "origin", "table.topic", "airports", "table.bootstrap.servers", "localhost:9092");

    /** What is said of a table in lookup mode; LookupConfigTest has the rest. */
    private static final Map<String, String> LOOKUP = Map.ofEntries(
            Map.entry("table.mode", "lookup"),
            Map.entry("table.max.rows", "7"),
            Map.entry("table.max.bytes", "7"),
            Map.entry("table.expire.after", "7s"),
            Map.entry("table.jdbc.url", "jdbc:postgresql://localhost/db"),
            Map.entry("table.jdbc.user", "u"),
            Map.entry("table.jdbc.password", "p"),
            Map.entry("table.jdbc.table", "airports"),
            Map.entry("table.jdbc.key", "iata"),
            Map.entry("table.jdbc.query", "SELECT * FROM airports WHERE city = ?"),
            Map.entry("table.jdbc.newest.by", "changed"),
            Map.entry("table.jdbc.timeout", "7s"),
            Map.entry("table.jdbc.retry.timeout", "7s"),
            Map.entry("table.jdbc.pool.size", "7"));

    @Test
    void lookup_isPartOfWhichTableItIsAndExcludesWhatItCannotDo() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.putAll(LOOKUP);
        settings.remove("table.max.bytes");
        settings.put("table.key", "city");
        TableConfig table = new EnrichConfig(settings).table();
        assertThat(table).isEqualTo(new EnrichConfig(settings).table()).doesNotHaveToString("p");
        settings.put("table.jdbc.password", "another");
        assertThat(new EnrichConfig(settings).table()).isNotEqualTo(table);

        settings.put("table.jdbc.query", "SELECT * FROM airports WHERE city = ? AND country = ?");
        assertThatThrownBy(() -> new EnrichConfig(settings))
                .hasMessage(
                        "Invalid value SELECT * FROM airports WHERE city = ? AND country = ? for configuration"
                                + " table.jdbc.query: Expecting a ? for each of the columns in table.key, which are 1. Found: 2");
        settings.remove("table.key");
        assertThatThrownBy(() -> new EnrichConfig(settings))
                .hasMessage(
                        "Invalid value [changed] for configuration table.jdbc.newest.by: Expecting table.key beside it:"
                                + " the key of a message has one row");
        settings.remove("table.jdbc.newest.by");
        settings.put("change.time.field", "changed");
        assertThatThrownBy(() -> new EnrichConfig(settings))
                .hasMessage(
                        "Setting 'change.time.field' is not for a table.jdbc.query: what it finds is no row of a table,"
                                + " and has no last change");
        settings.remove("table.jdbc.query");
        assertThat(new EnrichConfig(settings).stamps()).hasSize(1);
        settings.put("change.position.field", "by");
        assertThatThrownBy(() -> new EnrichConfig(settings))
                .hasMessage(
                        "Setting 'change.position.field' is for table.mode=complete: the database does not tell by which"
                                + " message a row last changed");
    }

    @Test
    void defaults_areTheDocumentedOnes() {
        EnrichConfig config = new EnrichConfig(REQUIRED);

        assertThat(config.key(RecordPart.VALUE)).hasToString("origin");
        assertThat(config.getString("key.from")).isNull();
        assertThat(config.onCollision()).isEqualTo(OnCollision.OVERWRITE);
        assertThat(config.onError()).isEqualTo(new Fallback(Fallback.Kind.FAIL, ""));
        assertThat(config.fields()).isEmpty();
        assertThat(config.into()).isEmpty();
        assertThat(config.prefix()).isEmpty();
        assertThat(config.onMiss()).isEqualTo(new Fallback(Fallback.Kind.PASS, ""));
        assertThat(config.readyTimeout()).isEqualTo(Duration.ofMinutes(4));
        assertThat(config.maxPollInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.table()).isEqualTo(new EnrichConfig(REQUIRED).table());
        assertThat(config.getString("table.format")).isEqualTo("detect");
        assertThat(config.getString("table.types")).isEqualTo("connect");
        assertThat(config.getString("table.key.converter")).isNull();
        assertThat(config.getString("table.value.converter")).isNull();
        assertThat(config.getString("table.on.bad.change")).isEqualTo("fail");
        assertThat(config.getString("table.quiet.time")).isEqualTo("10s");
        assertThat(config.asOf().asOf()).hasToString("latest");
        assertThat(config.getString("table.wait.max")).isEqualTo("0ms");
        assertThat(config.getString("table.wait.margin")).isEqualTo("1s");
        assertThat(config.table().history()).isEqualTo(new HistoryConfig(Duration.ZERO, ChangeTime.SOURCE, ""));
        assertThat(config.table().keyColumns()).isEmpty();
        assertThat(config.stamps()).isEmpty();
        assertThat(config.maxStaleness()).isNull();
        assertThat(config.onStale()).isEqualTo(OnStale.FAIL);
        assertThat(config.toleratesUnavailable()).isFalse();
        assertThat(config.metricsName()).isNull();
    }

    @Test
    void everyKey_isRead() {
        Map<String, String> all = new HashMap<>();
        all.put("key", "a.b, `c.d`");
        all.put("fields", "city, lat:latitude");
        all.put("into", "airport");
        all.put("prefix", "");
        all.put("key.from", "key");
        all.put("on.collision", "keep");
        all.put("on.miss", "tag");
        all.put("on.error", "route:bad.flights");
        all.put("table.topic", "t");
        all.put("table.bootstrap.servers", "a:1,b:2");
        all.put("table.format", "debezium-unwrapped");
        all.put("table.types", "raw");
        all.put("table.key.converter", "org.apache.kafka.connect.storage.StringConverter");
        all.put("table.value.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("table.on.bad.change", "skip");
        all.put("table.ready.timeout", "90s");
        all.put("table.quiet.time", "1s");
        // With other values they exclude table.key, and are read in the next test.
        all.put("as.of", "latest");
        all.put("table.history", "0ms");
        all.put("table.change.time", "record");
        all.put("table.heartbeat.topic", "");
        all.put("table.wait.max", "0ms");
        all.put("table.wait.margin", "5s");
        all.put("table.key", "iata,country");
        all.put("change.time.field", "changed");
        all.put("change.position.field", "changed_by");
        all.put("table.max.staleness", "90s");
        all.put("table.name", "airports");
        all.put("on.stale", "tag");
        all.put("on.unavailable", "tolerate");
        all.put("max.poll.interval.ms", "600000");
        all.put("metrics.name", "origin");
        Set<String> keys = new HashSet<>(all.keySet());
        keys.addAll(LOOKUP.keySet());
        assertThat(keys).isEqualTo(EnrichConfig.DEFINITION.names());

        EnrichConfig config = new EnrichConfig(all);

        assertThat(config.key(RecordPart.VALUE)).hasToString("a.b, `c.d`");
        assertThat(config.fields())
                .containsExactly(new FieldMapping("city", "city"), new FieldMapping("lat", "latitude"));
        assertThat(config.into()).isEqualTo("airport");
        assertThat(config.onMiss()).isEqualTo(new Fallback(Fallback.Kind.TAG, ""));
        assertThat(config.onError()).isEqualTo(new Fallback(Fallback.Kind.ROUTE, "bad.flights"));
        assertThat(config.onCollision()).isEqualTo(OnCollision.KEEP);
        assertThat(config.readyTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.table().topic()).isEqualTo("t");
        assertThat(config.stamps())
                .containsExactly(
                        new FieldMapping("(change time)", "changed"),
                        new FieldMapping("(change position)", "changed_by"));
        assertThat(config.table().keyColumns()).containsExactly("iata", "country");
        assertThat(config.maxStaleness()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.onStale()).isEqualTo(OnStale.TAG);
        assertThat(config.toleratesUnavailable()).isTrue();
        assertThat(config.maxPollInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.metricsName()).isEqualTo("origin");
    }

    @Test
    void everyKeyOfAHistory_isRead() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("as.of", "field:departed.at");
        settings.put("table.history", "7d");
        settings.put("table.change.time", "record");
        settings.put("table.heartbeat.topic", "heartbeats");
        settings.put("table.wait.max", "10s");
        settings.put("table.wait.margin", "5s");

        EnrichConfig config = new EnrichConfig(settings);

        assertThat(config.table().history())
                .isEqualTo(new HistoryConfig(Duration.ofDays(7), ChangeTime.RECORD, "heartbeats"));
        assertThat(config.asOf().asOf()).hasToString("field:departed.at");
        assertThat(config.asOf().waitMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.asOf().waitMargin()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.table()).isNotEqualTo(table("table.change.time", "record"));
    }

    @Test
    void history_ofATableFoundByColumns_isRefused() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("table.history", "7d");
        settings.put("table.key", "iata");

        assertThatThrownBy(() -> new EnrichConfig(settings))
                .hasMessage("Invalid value 7d for configuration table.history: Expecting none with table.mode=lookup or"
                        + " table.key: the rows of a complete table have one, found by the key of the messages");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on.miss | ignore | 'Invalid value ignore for configuration on.miss: Expecting one of pass, null, tag, drop, fail, route:<topic>'",
                "on.error | 'route:a topic' | 'Invalid value route:a topic for configuration on.error: Expecting the name of a topic after route:'",
                "on.collision | merge | 'Invalid value merge for configuration on.collision: String must be one of: overwrite, keep, fail'",
                "key.from | headers | 'Invalid value headers for configuration key.from: Expecting one of [value, key, header]'",
                "key | '' | Invalid value  for configuration key: Expecting at least one field path",
                "key | a..b | Invalid value a..b for configuration key: Expecting a field name at position 2. Found: an empty step",
                "fields | 'a,b:a' | Invalid value b:a for configuration fields: Expecting each name once. Found twice: 'a'",
                "fields | 'a:' | Invalid value a: for configuration fields: Expecting column or column:name",
                "table.topic | '' | Invalid value  for configuration table.topic: String must be non-empty",
                "table.bootstrap.servers | '' | Invalid value  for configuration table.bootstrap.servers: Expecting at least one host:port",
                "table.format | avro | Invalid value avro for configuration table.format: String must be one of: detect, debezium, debezium-unwrapped, upsert, maxwell, canal",
                "as.of | record-time | 'Invalid value record-time for configuration as.of: Expecting table.history beside it: a table without history knows what is valid now'",
                "as.of | field:a..b | Invalid value a..b for configuration as.of: Expecting a field name at position 2. Found: an empty step",
                "table.wait.max | 5s | 'Invalid value 5s for configuration table.wait.max: Expecting as.of beside it: latest is no time to wait for'",
                "table.heartbeat.topic | h | 'Invalid value h for configuration table.heartbeat.topic: Expecting table.history beside it: a table without history waits for no time'",
                "table.change.time | commit | 'Invalid value commit for configuration table.change.time: String must be one of: source, record'",
                "table.ready.timeout | soon | 'Invalid value soon for configuration table.ready.timeout: Expecting a number with one of the units ms, s, m, h, d, such as 90s'",
                "table.key | 'a,a' | 'Invalid value [a, a] for configuration table.key: Expecting each column once'",
                "table.key | 'a,b' | 'Invalid value [origin] for configuration key: Expecting as many paths as table.key has columns, which is 2'",
                "table.max.staleness | 1s | 'Invalid value 1s for configuration table.max.staleness: Expecting a duration of at least 2000ms'",
                "on.stale | tag | 'Invalid value tag for configuration on.stale: Expecting table.max.staleness beside it'",
                "max.poll.interval.ms | 5m | 'Invalid value 5m for configuration max.poll.interval.ms: Not a number of type INT'",
                "max.poll.interval.ms | 300 | 'Invalid value 300 for configuration max.poll.interval.ms: Value must be at least 1000'",
                "on.unavailable | skip | 'Invalid value skip for configuration on.unavailable: String must be one of: fail, tolerate'",
                "table.topics | x | 'Unknown setting ''table.topics'': did you mean ''table.topic''?'",
            })
    void wrongValue_saysKeyRuleAndValue(String key, String value, String message) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(key, value);

        assertThatThrownBy(() -> new EnrichConfig(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void prefixAndInto_excludeEachOther() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("into", "a");
        settings.put("prefix", "b_");

        assertThatThrownBy(() -> new EnrichConfig(settings))
                .hasMessage("Invalid value b_ for configuration prefix: Expecting no prefix for fields that are nested"
                        + " under 'into' = a");
    }

    @Test
    void whatConnectItselfPassesOn_isNoUnknownKey() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.putAll(Map.of("type", "x", "predicate", "p", "negate", "true", "table.consumer.client.rack", "r"));

        assertThat(new EnrichConfig(settings).table()).isNotEqualTo(new EnrichConfig(REQUIRED).table());
    }

    @Test
    void tables_ofEqualColumns_areTheSameWhateverTheirNames() {
        assertThat(table("fields", "city,lat:x")).isEqualTo(table("fields", "lat,city:y"));
        assertThat(table("fields", "city")).isNotEqualTo(table("fields", "lat"));
        assertThat(table("table.consumer.sasl.jaas.config", "secret").toString())
                .isEqualTo("table of airports");
    }

    private static Object table(String key, String value) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(key, value);
        return new EnrichConfig(settings).table();
    }
}

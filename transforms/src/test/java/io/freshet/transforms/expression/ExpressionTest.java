package io.freshet.transforms.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value.a.b.c == 1",
                "value.list.exists(x, x > 2) && value.list[0] == 1 && size(value.list) == 4",
                "value.list.filter(x, x != null).map(x, x * 2) == [2, 4, 6]",
                "value[\"name\"] == 'Zürich' && 'name' in value && !('nope' in value)",
                "value.?nope.orValue(5) == 5 && value.?a.?b.?c.orValue(0) == 1",
                "has(value.nothing) && value.nothing == null && !has(value.nope)",
                "value.name.lowerAscii() == 'zürich' && value.name.split('r')[0] == 'Zü'",
                "value.exists(k, k == 'name')",
                "math.greatest(1, value.a.b.c) == 1",
                "value.decimal == 12.5 && value.when > timestamp('2001-01-01T00:00:00Z')",
                "value.when.getFullYear() == 2023 && value.when - value.when == duration('0s')",
                "value.bytes == b'abc' && size(value.bytes) == 3",
                "value.name.matches('^Z.*h$')",
                "type(value.a.b.c) == int && int('7') == 7"
            })
    void test_schemaless_followsCel(String condition) {
        Map<String, Object> value = Map.of(
                "a",
                Map.of("b", Map.of("c", 1)),
                "list",
                Arrays.asList(1L, 2, (short) 3, null),
                "name",
                "Zürich",
                "decimal",
                new BigDecimal("12.50"),
                "when",
                Date.from(Instant.ofEpochMilli(1_700_000_000_000L)),
                "bytes",
                "abc".getBytes(StandardCharsets.UTF_8));
        Map<String, @Nullable Object> withNull = new java.util.HashMap<>(value);
        withNull.put("nothing", null);

        assertThat(Expression.parse("condition", condition, ExpressionType.BOOL).test(record(null, withNull)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value.inner.n == 1 && value.inner.f == 0.5",
                "!has(value.none) && value.none == null && !('none' in value)",
                "value.?none.orValue('x') == 'x'",
                "value.price == 12.5 && value.at == timestamp('1970-01-01T00:00:01Z')",
                "value.day == timestamp('1970-01-02T00:00:00Z')",
                "value.list == [1, 2] && value.map.x == 1 && value.numbers[7] == 'seven'",
                "value.inner.all(k, k in ['n', 'f']) && size(value.inner) == 2"
            })
    void test_struct_followsCelForMessages(String condition) {
        Schema inner = SchemaBuilder.struct()
                .field("n", Schema.INT8_SCHEMA)
                .field("f", Schema.FLOAT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("inner", inner)
                .field("none", Schema.OPTIONAL_STRING_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("at", Timestamp.SCHEMA)
                .field(
                        "day",
                        SchemaBuilder.int32().name("io.debezium.time.Date").build())
                .field("list", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT16_SCHEMA)
                                .build())
                .field(
                        "numbers",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .build();
        Struct struct = new Struct(schema)
                .put("inner", new Struct(inner).put("n", (byte) 1).put("f", 0.5f))
                .put("price", new BigDecimal("12.50"))
                .put("at", Date.from(Instant.ofEpochMilli(1_000)))
                .put("day", 1)
                .put("list", List.of(1, 2))
                .put("map", Map.of("x", (short) 1))
                .put("numbers", Map.of(7, "seven"));

        assertThat(Expression.parse("condition", condition, ExpressionType.BOOL).test(record(schema, struct)))
                .isTrue();
    }

    @Test
    void parse_unknownName_pointsAtIt() {
        assertThatThrownBy(() -> Expression.parse("condition", "value.delay > 60 &&\n delay < 3", ExpressionType.BOOL))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "line 2, column 2: 'delay' is not known. Expecting one of value, key, headers, topic,"
                                + " partition, timestamp\n   delay < 3\n   ^");
    }

    @Test
    void parse_wrongOperands_saysWhatTheOperatorTakes() {
        assertThatThrownBy(() -> Expression.parse("condition", "topic + 1 == 'a'", ExpressionType.BOOL))
                .hasMessageEndingWith(
                        "line 1, column 7: '+' does not take (string, int). Expecting (int, int) or (uint, uint)"
                                + " or (double, double) or (string, string), ...\n  topic + 1 == 'a'\n        ^");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "topic.matches('[');15",
                "timestamp('yesterday') < timestamp;11",
                "duration('2 weeks') > duration('1s');10",
                "value.delay >;14",
                "topic;1",
                "value.a && (value.b;20",
                "value.delay = 7;13",
                "System.exit(1);1"
            })
    void parse_broken_pointsAtTheColumn(String condition, int column) {
        assertThatThrownBy(() -> Expression.parse("condition", condition, ExpressionType.BOOL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("for configuration condition: line 1, column " + column + ": ")
                .hasMessageEndingWith("\n  " + condition + "\n  " + " ".repeat(column - 1) + "^");
    }

    @Test
    void parse_tooLongOrTooDeep_isRefused() {
        assertThatThrownBy(() -> Expression.parse("condition", "true" + " && true".repeat(1_000), ExpressionType.BOOL))
                .hasMessageContaining("at most 8000 characters");
        assertThatThrownBy(() ->
                        Expression.parse("condition", "(".repeat(200) + "true" + ")".repeat(200), ExpressionType.BOOL))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void test_loopsWithoutEnd_areStopped() {
        Expression expression = Expression.parse(
                "condition", "value.l.all(a, value.l.all(b, value.l.all(c, a + b + c < 1000)))", ExpressionType.BOOL);
        Map<String, Object> value = Map.of("l", Collections.nCopies(100, 1L));

        assertThatThrownBy(() -> expression.test(record(null, value)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("its loops take too many turns");
    }

    @Test
    void test_textThatIsNoNumber_isNotInTheMessage() {
        Expression expression = Expression.parse("condition", "int(value.n) == 1", ExpressionType.BOOL);

        assertThatThrownBy(() -> expression.test(record(null, Map.of("n", "4111-1111"))))
                .isInstanceOf(ExpressionException.class)
                .hasNoCause()
                .message()
                .doesNotContain("4111");
    }

    private static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("flights", 0, null, "k", schema, value, 0);
    }
}

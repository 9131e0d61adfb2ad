package io.freshet.transforms.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeriveTest {

    private static final Schema FLIGHT = SchemaBuilder.struct()
            .name("flight")
            .field("delay", Schema.OPTIONAL_INT32_SCHEMA)
            .field("origin", Schema.STRING_SCHEMA)
            .field("price", Decimal.schema(2))
            .field(
                    "at",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .optional()
                            .build())
            .field(
                    "crew",
                    SchemaBuilder.struct()
                            .field("size", Schema.INT32_SCHEMA)
                            .optional()
                            .build())
            .build();

    @Test
    void apply_map_addsFieldsInTheirOrder() {
        SinkRecord derived = derive(
                        "late = value.delay > 15; route.name = value.origin + '-' + topic; delay = value.delay * 2")
                .apply(record(null, new java.util.LinkedHashMap<>(Map.of("delay", 20L, "origin", "JFK"))));

        assertThat(derived.value())
                .isEqualTo(Map.of("delay", 40L, "origin", "JFK", "late", true, "route", Map.of("name", "JFK-flights")));
        assertThat(derived.valueSchema()).isNull();
    }

    @Test
    void apply_struct_hasTheTypesOfTheExpressions() {
        Struct flight = flight().put("crew", new Struct(FLIGHT.field("crew").schema()).put("size", 4));
        SinkRecord derived = derive("hours = double(value.delay) / 60.0; total = value.delay + value.crew.size;"
                        + " cheap = value.price < 20.0; upper = [value.origin, topic]; when = value.at; paid = value.price;"
                        + " since = timestamp - value.at; next = value.at + duration('1h'); crew.full = value.crew.size > 3;"
                        + " by.topic = {topic: 1}")
                .apply(record(FLIGHT, flight));

        Struct value = (Struct) derived.value();
        assertThat(derived.valueSchema()).isSameAs(value.schema());
        assertThat(value.schema().name()).isEqualTo("flight");
        assertThat(value.getFloat64("hours")).isEqualTo(0.5);
        assertThat(value.getInt64("total")).isEqualTo(34L);
        assertThat(value.getBoolean("cheap")).isTrue();
        assertThat(value.getArray("upper")).isEqualTo(List.of("JFK", "flights"));
        assertThat(value.get("when")).isEqualTo(1_000_000L);
        assertThat(value.get("paid")).isEqualTo(new BigDecimal("12.50"));
        assertThat(value.getInt64("since")).isEqualTo(4_000L);
        assertThat(value.get("next")).isEqualTo(Date.from(Instant.ofEpochSecond(3_601)));
        assertThat(value.schema().field("next").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(value.getStruct("crew").getBoolean("full")).isTrue();
        assertThat(value.getStruct("crew").getInt32("size")).isEqualTo(4);
        assertThat(value.getStruct("by").getMap("topic")).isEqualTo(Map.of("flights", 1L));
        value.validate();
    }

    @Test
    void apply_entryOfAMapWithASchema_hasTheTypeOfAnExpression() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "counts",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .build();

        Struct value = (Struct) derive("jfk = value.counts.jfk")
                .apply(record(schema, new Struct(schema).put("counts", Map.of("jfk", 7))))
                .value();

        assertThat(value.getInt64("jfk")).isEqualTo(7L);
    }

    @Test
    void apply_sameSchema_givesTheSameSchema() {
        Derive.Value<SinkRecord> derive = derive("late = value.delay > 15");

        assertThat(derive.apply(record(FLIGHT, flight())).valueSchema())
                .isSameAs(derive.apply(record(FLIGHT, flight())).valueSchema());
    }

    @Test
    void apply_key_isWhatKeyIsFor() {
        Derive.Key<SinkRecord> derive = new Derive.Key<>();
        derive.configure(Map.of("fields", "origin = value.origin"));

        SinkRecord derived =
                derive.apply(new SinkRecord("flights", 0, null, Map.of("id", 1), null, Map.of("origin", "JFK"), 0));

        assertThat(derived.key()).isEqualTo(Map.of("id", 1, "origin", "JFK"));
        assertThat(derived.value()).isEqualTo(Map.of("origin", "JFK"));
    }

    @Test
    void apply_tombstone_passes() {
        SinkRecord tombstone = record(null, null);

        assertThat(derive("late = value.delay > 15").apply(tombstone)).isSameAs(tombstone);
    }

    @Test
    void apply_noValue_followsOnError() {
        SinkRecord odd = record(null, Map.of("delay", "late"));

        assertThatThrownBy(() -> derive("late = value.delay > 15").apply(odd))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Record of topic flights, partition 0: Setting 'fields': the expression has no value for this"
                                + " record: an operand is null or of a type that is not expected there, at column 20");
        assertThat(derive("late = value.delay > 15; t = topic", "on.error", "null")
                        .apply(odd)
                        .value())
                .isEqualTo(mapWithNull(Map.of("delay", "late", "t", "flights"), "late"));
        assertThat(derive("late = value.delay > 15", "on.error", "drop").apply(odd))
                .isNull();
        assertThatThrownBy(() -> derive("late = 1").apply(record(null, "text")))
                .hasMessageContaining("Expecting a Struct or a Map to add fields to. Found: java.lang.String");
    }

    @Test
    void apply_typeThatNoSchemaTells_saysWhatToDo() {
        Schema loose = SchemaBuilder.struct().field("a", Schema.INT64_SCHEMA).build();

        assertThatThrownBy(() -> derive("b = [1, 'x'][value.a]").apply(record(loose, new Struct(loose).put("a", 1L))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("int(), double(), string(), bool() or timestamp() around it says which");
    }

    @Test
    void configure_wrongFields_pointsAtThem() {
        assertThatThrownBy(() -> derive("a = value.x; b = value.y +"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1, column 27: ");
        assertThatThrownBy(() -> derive("a = 1; a.b = 2"))
                .hasMessageContaining("Expecting a path that no other field has");
        assertThatThrownBy(() -> derive("value.x > 3")).hasMessageContaining("Expecting name = expression");
        assertThatThrownBy(() -> derive("a..b = 3")).hasMessageContaining("an empty step");
        assertThatThrownBy(() -> derive(" ; ")).hasMessageContaining("Found: nothing");
    }

    private static Map<String, @Nullable Object> mapWithNull(Map<String, Object> map, String name) {
        Map<String, @Nullable Object> copy = new HashMap<>(map);
        copy.put(name, null);
        return copy;
    }

    private static Struct flight() {
        return new Struct(FLIGHT)
                .put("delay", 30)
                .put("origin", "JFK")
                .put("price", new BigDecimal("12.50"))
                .put("at", 1_000_000L);
    }

    private static Derive.Value<SinkRecord> derive(String fields, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("fields", fields));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Derive.Value<SinkRecord> derive = new Derive.Value<>();
        derive.configure(all);
        return derive;
    }

    private static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(
                "flights",
                0,
                null,
                "k",
                schema,
                value,
                7,
                5_000L,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME);
    }
}

package io.freshet.transforms.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.json.MessageMap;
import io.freshet.transforms.json.PlainJson;
import io.freshet.transforms.record.RecordPart;
import io.freshet.transforms.table.change.Columns;
import io.freshet.transforms.table.change.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
class RowMergeTest {

    private static final Columns TYPED = Columns.typed(
            List.of("city", "lat", "fee"),
            List.of(Schema.STRING_SCHEMA, Schema.OPTIONAL_FLOAT64_SCHEMA, Decimal.schema(2)));
    private static final Row ROW = new Row(TYPED, new @Nullable Object[] {"New York", 40.6, new BigDecimal("1.50")});
    private static final Schema FLIGHT = SchemaBuilder.struct()
            .name("flight")
            .version(2)
            .doc("a flight")
            .parameter("p", "q")
            .field("origin", Schema.STRING_SCHEMA)
            .field(
                    "city",
                    SchemaBuilder.string().optional().defaultValue("unknown").build())
            .build();

    @Test
    void merge_stamps_areFieldsBesideThoseOfTheRow() {
        Columns columns = Columns.typed(
                List.of("city", Columns.CHANGE_TIME, Columns.CHANGE_POSITION),
                List.of(
                        Schema.OPTIONAL_STRING_SCHEMA,
                        Timestamp.builder().optional().build(),
                        Schema.OPTIONAL_STRING_SCHEMA));
        Date time = Date.from(Instant.ofEpochMilli(1_000));
        Row row = new Row(columns, new @Nullable Object[] {"New York", time, "airports-0@7"});
        List<FieldMapping> stamps = List.of(
                new FieldMapping(Columns.CHANGE_TIME, "changed"), new FieldMapping(Columns.CHANGE_POSITION, "from"));
        Merging merge = merge("", "", "o_", OnCollision.OVERWRITE, stamps);

        assertThat(merge.merge(null, Map.of("origin", "JFK"), row, columns).value())
                .isEqualTo(Map.of("origin", "JFK", "o_city", "New York", "changed", 1_000L, "from", "airports-0@7"));

        Struct value = (Struct) merge.merge(FLIGHT, flight(), row, columns).value();
        assertThat(value.schema().field("changed").schema())
                .isEqualTo(Timestamp.builder().optional().build());
        assertThat(value.get("changed")).isEqualTo(time);
        assertThat(value.get("from")).isEqualTo("airports-0@7");
        assertThat(value.get("o_city")).isEqualTo("New York");
    }

    @Test
    void merge_structNested_addsAnOptionalStruct() {
        Merged merged = merge("city:town,lat", "airport", "").merge(FLIGHT, flight(), ROW, TYPED);

        Schema airport = SchemaBuilder.struct()
                .optional()
                .field("town", Schema.OPTIONAL_STRING_SCHEMA)
                .field("lat", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .build();
        Schema expected = SchemaBuilder.struct()
                .name("flight")
                .version(2)
                .doc("a flight")
                .parameter("p", "q")
                .field("origin", Schema.STRING_SCHEMA)
                .field(
                        "city",
                        SchemaBuilder.string()
                                .optional()
                                .defaultValue("unknown")
                                .build())
                .field("airport", airport)
                .build();
        assertThat(merged.schema()).isEqualTo(expected);
        assertThat(merged.value())
                .isEqualTo(new Struct(expected)
                        .put("origin", "JFK")
                        .put("city", null)
                        .put(
                                "airport",
                                new Struct(airport).put("town", "New York").put("lat", 40.6)));
        assertThat(((Struct) merged.value()).getWithoutDefault("city")).isNull();
    }

    @Test
    void merge_structFlat_replacesAFieldOfThatNameInItsPlace() {
        Merged merged = merge("", "", "").merge(FLIGHT, flight(), ROW, TYPED);

        Struct value = (Struct) merged.value();
        assertThat(value.schema().fields().stream().map(f -> f.name())).containsExactly("origin", "city", "lat", "fee");
        assertThat(value.get("city")).isEqualTo("New York");
        assertThat(value.get("fee")).isEqualTo(new BigDecimal("1.50"));
        assertThat(value.schema().field("fee").schema())
                .isEqualTo(Decimal.builder(2).optional().build());
    }

    @Test
    void merge_structWithoutRow_hasTheSameSchema() {
        Merging nested = merge("city", "airport", "");
        Merging flat = merge("city", "", "origin_");

        Merged none = nested.merge(FLIGHT, flight(), null, TYPED);
        assertThat(none.schema())
                .isSameAs(nested.merge(FLIGHT, flight(), ROW, TYPED).schema());
        assertThat(((Struct) none.value()).get("airport")).isNull();

        Struct flatNone = (Struct) flat.merge(FLIGHT, flight(), null, TYPED).value();
        assertThat(flatNone.schema())
                .isSameAs(flat.merge(FLIGHT, flight(), ROW, TYPED).schema());
        assertThat(flatNone.get("origin_city")).isNull();
    }

    @Test
    void merge_alternatingSchemas_keepsEachOutputSchema() {
        Merging merge = merge("city", "airport", "");
        Schema other =
                SchemaBuilder.struct().field("origin", Schema.STRING_SCHEMA).build();
        Struct otherFlight = new Struct(other).put("origin", "JFK");

        Schema first = merge.merge(FLIGHT, flight(), ROW, TYPED).schema();
        Schema second = merge.merge(other, otherFlight, ROW, TYPED).schema();

        assertThat(merge.merge(FLIGHT, flight(), ROW, TYPED).schema()).isSameAs(first);
        assertThat(merge.merge(other, otherFlight, ROW, TYPED).schema()).isSameAs(second);
    }

    @Test
    void merge_untypedRowIntoStruct_getsTheTablesTypes() {
        Columns untyped = Columns.untyped(List.of("lat", "tags"));
        Columns table = Columns.typed(
                List.of("city", "lat", "tags"),
                List.of(Schema.OPTIONAL_STRING_SCHEMA, Schema.OPTIONAL_FLOAT64_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA));
        Row row = new Row(untyped, new @Nullable Object[] {41L, List.of("a", 1L)});

        Struct value =
                (Struct) merge("", "", "").merge(FLIGHT, flight(), row, table).value();

        assertThat(value.get("lat")).isEqualTo(41.0);
        assertThat(value.get("tags")).isEqualTo("[\"a\",1]");
        assertThat(value.getWithoutDefault("city")).isNull();
    }

    @Test
    void merge_map_isACopy() {
        Map<String, Object> flight = new HashMap<>(Map.of("origin", "JFK", "city", "?"));

        assertThat(merge("city:town,fee", "airport", "")
                        .merge(null, flight, ROW, TYPED)
                        .value())
                .isEqualTo(Map.of("origin", "JFK", "city", "?", "airport", Map.of("town", "New York", "fee", "1.50")));
        assertThat(merge("city,lat", "", "").merge(null, flight, ROW, TYPED).value())
                .isEqualTo(Map.of("origin", "JFK", "city", "New York", "lat", 40.6));
        assertThat(merge("city", "", "o_").merge(null, flight, ROW, TYPED).value())
                .isEqualTo(Map.of("origin", "JFK", "city", "?", "o_city", "New York"));
        assertThat(flight).isEqualTo(Map.of("origin", "JFK", "city", "?"));
    }

    @Test
    void merge_mapWithoutRow_hasTheFieldsAsNull() {
        Map<String, @Nullable Object> expected = new HashMap<>(Map.of("origin", "JFK"));
        expected.put("airport", null);
        assertThat(merge("city", "airport", "")
                        .merge(null, Map.of("origin", "JFK"), null, TYPED)
                        .value())
                .isEqualTo(expected);

        Map<String, @Nullable Object> flat = new HashMap<>(Map.of("origin", "JFK"));
        flat.put("town", null);
        assertThat(merge("city:town", "", "")
                        .merge(null, Map.of("origin", "JFK"), null, TYPED)
                        .value())
                .isEqualTo(flat);
    }

    @Test
    void merge_message_staysAMapOverItsBytes() {
        Object flight = new PlainJson().view("{\"origin\":\"JFK\"}".getBytes(UTF_8));
        assertThat(flight).isInstanceOf(MessageMap.class);
        Merging nested = merge("city,lat", "airport", "");

        for (int i = 0; i < 3; i++) {
            assertThat(nested.merge(null, flight, ROW, TYPED).value())
                    .isInstanceOf(MessageMap.class)
                    .isEqualTo(Map.of("origin", "JFK", "airport", Map.of("city", "New York", "lat", 40.6)));
            assertThat(merge("lat", "", "").merge(null, flight, ROW, TYPED).value())
                    .isInstanceOf(MessageMap.class)
                    .isEqualTo(Map.of("origin", "JFK", "lat", 40.6));
        }
        assertThat(flight).isEqualTo(Map.of("origin", "JFK"));
    }

    @Test
    void merge_rowThatComesAgainToAMessage_isWhatItWasTheFirstTime() {
        Merging two = merge("city,lat", "", "o_");
        Object flight = message("{\"origin\":\"JFK\"}");
        Object taken = message("{\"origin\":\"JFK\",\"o_lat\":1.5}");
        Merging kept = merge("city,lat", "", "o_", OnCollision.KEEP);
        Merging refused = merge("city,lat", "", "o_", OnCollision.FAIL);

        for (int i = 0; i < 4; i++) {
            Object merged = two.merge(null, flight, ROW, TYPED).value();
            assertThat(merged)
                    .isInstanceOf(MessageMap.class)
                    .isEqualTo(Map.of("origin", "JFK", "o_city", "New York", "o_lat", 40.6));
            assertThat(((MessageMap) merged).keySet()).containsExactly("origin", "o_city", "o_lat");
            assertThat(two.merge(null, taken, ROW, TYPED).value())
                    .isEqualTo(Map.of("origin", "JFK", "o_city", "New York", "o_lat", 40.6));
            assertThat(kept.merge(null, taken, ROW, TYPED).value())
                    .isEqualTo(Map.of("origin", "JFK", "o_city", "New York", "o_lat", 1.5));
            assertThatThrownBy(() -> refused.merge(null, taken, ROW, TYPED))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("o_lat");
        }
        assertThat(taken).isEqualTo(Map.of("origin", "JFK", "o_lat", 1.5));
    }

    @Test
    void merge_fieldThatIsThereToBeKept_stays() {
        Merging flat = merge("city,lat", "", "", OnCollision.KEEP);
        Merging nested = merge("lat", "city", "", OnCollision.KEEP);
        Struct flight = new Struct(FLIGHT).put("origin", "JFK").put("city", "Gotham");

        Struct value = (Struct) flat.merge(FLIGHT, flight, ROW, TYPED).value();
        assertThat(value.get("city")).isEqualTo("Gotham");
        assertThat(value.get("lat")).isEqualTo(40.6);
        assertThat(nested.merge(FLIGHT, flight, ROW, TYPED).value()).isEqualTo(flight);

        Map<String, Object> map = Map.of("origin", "JFK", "city", "Gotham");
        assertThat(flat.merge(null, map, ROW, TYPED).value())
                .isEqualTo(Map.of("origin", "JFK", "city", "Gotham", "lat", 40.6));
        assertThat(nested.merge(null, map, ROW, TYPED).value()).isEqualTo(map);
    }

    @Test
    void merge_fieldThatMustNotBeThere_isAnErrorOfTheRecord() {
        for (Merging merge :
                List.of(merge("city", "", "", OnCollision.FAIL), merge("lat", "city", "", OnCollision.FAIL))) {
            assertThatThrownBy(() -> merge.merge(FLIGHT, flight(), ROW, TYPED))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Field 'city' is there already, and on.collision is fail");
            assertThatThrownBy(() -> merge.merge(null, Map.of("city", "?"), ROW, TYPED))
                    .hasMessage("Field 'city' is there already, and on.collision is fail");
            assertThat(merge.merge(null, Map.of("origin", "JFK"), ROW, TYPED).value())
                    .isNotNull();
        }
    }

    @Test
    void merge_scalar_namesItsType() {
        assertThatThrownBy(() -> merge("city", "", "").merge(null, "secret", ROW, TYPED))
                .isInstanceOf(DataException.class)
                .hasMessage("Expecting a Struct or a Map to enrich. Found: java.lang.String");
    }

    private static Struct flight() {
        return new Struct(FLIGHT).put("origin", "JFK").put("city", null);
    }

    private static Object message(String json) {
        return Objects.requireNonNull(new PlainJson().view(json.getBytes(UTF_8)));
    }

    private static Merging merge(String fields, String into, String prefix) {
        return merge(fields, into, prefix, OnCollision.OVERWRITE);
    }

    private static Merging merge(String fields, String into, String prefix, OnCollision onCollision) {
        return merge(fields, into, prefix, onCollision, List.of());
    }

    private static Merging merge(
            String fields, String into, String prefix, OnCollision onCollision, List<FieldMapping> stamps) {
        List<String> list = fields.isEmpty() ? List.of() : List.of(fields.split(","));
        return new Merging(new RowMerge(FieldMapping.parse("fields", list), into, prefix, stamps, onCollision));
    }

    /** Merges into the value of a record. */
    private record Merging(RowMerge rows) {
        Merged merge(@Nullable Schema schema, Object value, @Nullable Row row, Columns columns) {
            SourceRecord record =
                    rows.merge(new SourceRecord(null, null, "flights", schema, value), RecordPart.VALUE, row, columns);
            return new Merged(record.valueSchema(), record.value());
        }
    }

    private record Merged(@Nullable Schema schema, Object value) {}
}

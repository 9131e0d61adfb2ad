package io.freshet.connect.topic.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.record.FieldPath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class ExplodeTest {
    private static final Schema ITEM =
            SchemaBuilder.struct().field("sku", Schema.STRING_SCHEMA).build();

    @Test
    void of_mapWithAnArray_givesAMapForEachElementAndLeavesTheOriginal() {
        Map<String, Object> order = Map.of("id", 7, "items", Arrays.asList("a", null, Map.of("sku", "b")));

        assertThat(explode("items").of(new SchemaAndValue(null, order)))
                .extracting(SchemaAndValue::value)
                .map(Object::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("id=7").contains("items=a"),
                        second -> assertThat(second).contains("id=7").contains("items=null"),
                        third -> assertThat(third).contains("id=7").contains("items={sku=b}"));
        assertThat(order.get("items")).isInstanceOf(List.class);
    }

    @Test
    void of_nestedPathInAMap_replacesTheArrayWhereItIs() {
        Map<String, Object> order = Map.of("id", 7, "cart", Map.of("items.all", List.of(1, 2), "note", "n"));

        assertThat(explode("cart.`items.all`").of(new SchemaAndValue(null, order)))
                .extracting(SchemaAndValue::value)
                .containsExactly(
                        Map.of("id", 7, "cart", Map.of("items.all", 1, "note", "n")),
                        Map.of("id", 7, "cart", Map.of("items.all", 2, "note", "n")));
    }

    @Test
    void of_struct_hasTheSchemaOfTheElementAndOneSchemaForAll() {
        Schema cart = SchemaBuilder.struct()
                .optional()
                .field("items", SchemaBuilder.array(ITEM).optional().build())
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("Order")
                .version(3)
                .field("id", Schema.INT64_SCHEMA)
                .field("cart", cart)
                .build();
        Struct order = new Struct(schema)
                .put("id", 7L)
                .put(
                        "cart",
                        new Struct(cart)
                                .put(
                                        "items",
                                        List.of(new Struct(ITEM).put("sku", "a"), new Struct(ITEM).put("sku", "b"))));
        Explode explode = explode("cart.items");

        List<SchemaAndValue> values = explode.of(new SchemaAndValue(schema, order));

        Schema expected = SchemaBuilder.struct()
                .name("Order")
                .version(3)
                .field("id", Schema.INT64_SCHEMA)
                .field(
                        "cart",
                        SchemaBuilder.struct().optional().field("items", ITEM).build())
                .build();
        assertThat(values).extracting(SchemaAndValue::schema).containsExactly(expected, expected);
        assertThat(values)
                .extracting(value -> ((Struct) value.value())
                        .getStruct("cart")
                        .getStruct("items")
                        .get("sku"))
                .containsExactly("a", "b");
        assertThat(explode.of(new SchemaAndValue(schema, order)).get(0).schema())
                .isSameAs(values.get(0).schema());
    }

    @Test
    void of_nothingInTheArray_givesNothingButTombstonesStay() {
        assertThat(explode("items").of(new SchemaAndValue(null, Map.of("items", List.of()))))
                .isEmpty();
        assertThat(explode("items").of(new SchemaAndValue(null, Map.of("id", 1))))
                .isEmpty();
        assertThat(explode("items").of(SchemaAndValue.NULL)).containsExactly(SchemaAndValue.NULL);
    }

    @Test
    void of_noArray_isRefusedWithoutTheContent() {
        assertThatThrownBy(() -> explode("items").of(new SchemaAndValue(null, Map.of("items", "secret"))))
                .isInstanceOf(DataException.class)
                .hasMessage("explode=items: expecting an array. Found: java.lang.String");
        assertThatThrownBy(() -> explode("items").of(new SchemaAndValue(null, "secret")))
                .isInstanceOf(DataException.class)
                .hasMessage("explode=items: expecting a value with fields. Found: java.lang.String");
    }

    private static Explode explode(String path) {
        return new Explode(FieldPath.parse("explode", path));
    }
}

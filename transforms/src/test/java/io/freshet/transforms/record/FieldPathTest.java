package io.freshet.transforms.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPathTest {

    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "b.c, 2",
        "b.`c.d`, 3",
        "`a.b`, 4",
        "b.`e\\`f`, 5",
        "x, ",
        "x.y, ",
        "b.x, ",
    })
    void valueIn_map_findsTheField(String path, Integer expected) {
        Map<String, Object> record = Map.of("a", 1, "b", Map.of("c", 2, "c.d", 3, "e`f", 5), "a.b", 4);

        assertThat(FieldPath.parse("key", path).valueIn(record)).isEqualTo(expected);
    }

    @Test
    void valueIn_struct_findsTheField() {
        Schema inner = SchemaBuilder.struct().field("c", Schema.INT32_SCHEMA).build();
        Schema outer = SchemaBuilder.struct().field("b", inner).build();
        Struct record = new Struct(outer).put("b", new Struct(inner).put("c", 2));

        assertThat(FieldPath.parse("key", "b.c").valueIn(record)).isEqualTo(2);
        assertThat(FieldPath.parse("key", "b.x").valueIn(record)).isNull();
        assertThat(FieldPath.parse("key", "x.y").valueIn(record)).isNull();
    }

    @Test
    void valueIn_scalarOnTheWay_namesPathAndType() {
        assertThatThrownBy(() -> FieldPath.parse("key", "a.b").valueIn(Map.of("a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessage("Field a.b: expecting a Struct or a Map around 'b'. Found: java.lang.Integer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a..b; Expecting a field name at position 2. Found: an empty step",
                "a.; Expecting a field name at position 2. Found: an empty step",
                ".a; Expecting a field name at position 0. Found: an empty step",
                "a.`b; Expecting a second backtick after the one at position 2",
                "`a`b; Expecting a dot or the end after the backtick at position 2, a literal backtick is written \\`",
            })
    void parse_brokenPath_saysWhere(String path, String message) {
        assertThatThrownBy(() -> FieldPath.parse("key", path))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + path + " for configuration key: " + message);
    }
}

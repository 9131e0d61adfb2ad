package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentsTest {

    private final JsonDocuments documents = new JsonDocuments();

    @Test
    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    void read_everyTypeThatKafkasConverterWrites_isWhatThatConverterReads() {
        Schema nested = SchemaBuilder.struct()
                .name("inner")
                .optional()
                .field("x", Schema.INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("all")
                .version(3)
                .doc("every type")
                .field("i8", Schema.INT8_SCHEMA)
                .field("i16", Schema.INT16_SCHEMA)
                .field("i32", Schema.INT32_SCHEMA)
                .field("i64", Schema.INT64_SCHEMA)
                .field("f32", Schema.FLOAT32_SCHEMA)
                .field("f64", Schema.FLOAT64_SCHEMA)
                .field("flag", Schema.BOOLEAN_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("absent", Schema.OPTIONAL_STRING_SCHEMA)
                .field("decimal", Decimal.schema(2))
                .field("date", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("timestamp", Timestamp.SCHEMA)
                .field("list", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, nested).build())
                .field(
                        "pairs",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("nested", nested)
                .field(
                        "named",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .version(1)
                                .parameter("k", "v")
                                .build())
                .build();
        Struct value = new Struct(schema)
                .put("i8", (byte) -8)
                .put("i16", (short) 16)
                .put("i32", Integer.MIN_VALUE)
                .put("i64", Long.MAX_VALUE)
                .put("f32", 1.5f)
                .put("f64", -2.25e10)
                .put("flag", true)
                .put("text", "\"quoted\" \u00e9\u4e2d\n")
                .put("bytes", new byte[] {0, 1, -1})
                .put("decimal", new BigDecimal(BigInteger.valueOf(-12345), 2))
                .put("date", Date.from(Instant.ofEpochSecond(86_400L * 365)))
                .put("time", Date.from(Instant.ofEpochMilli(3_600_000)))
                .put("timestamp", Date.from(Instant.ofEpochMilli(1_700_000_000_123L)))
                .put("list", List.of(1, 2, 3))
                .put("map", Map.of("k", new Struct(nested).put("x", 1)))
                .put("pairs", Map.of(7, "seven"))
                .put("nested", new Struct(nested).put("x", 2))
                .put("named", 5L);
        byte[] json = converter(true).fromConnectData("t", schema, value);

        SchemaAndValue expected = converter(true).toConnectData("t", json);

        // Bytes come out of Kafka's converter as a buffer or an array; a struct compares neither by value.
        Struct read = (Struct) read(json).value();
        assertThat((byte[]) read.get("bytes")).containsExactly(0, 1, -1);
        for (org.apache.kafka.connect.data.Field field : schema.fields()) {
            if (!field.name().equals("bytes")) {
                assertThat(read.get(field.name()))
                        .as(field.name())
                        .isEqualTo(((Struct) expected.value()).get(field.name()));
            }
        }
        assertThat(read.schema()).isEqualTo(expected.schema());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[1,2.5,null,true],\"c\":{\"d\":\"x\"},\"e\":null}",
                "\"text\"",
                "17",
                "-0.5",
                "true",
                "[]",
                "{}",
                "{\"schema\":1,\"other\":2}",
                "{\"schema\":\"public\",\"payload\":1}",
                "{\"payload\":{\"x\":1},\"id\":2}",
                "{\"payload\":{\"x\":1}}",
                "{\"\\u0061\":\"\\u00e9\"}",
            })
    void read_withoutSchema_isWhatKafkasConverterReads(String json) {
        Object expected =
                converter(false).toConnectData("t", json.getBytes(UTF_8)).value();

        assertThat(read(json.getBytes(UTF_8)).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{\"type\":\"int32\",\"optional\":false},\"payload\":5}",
                "{\"payload\":5,\"schema\":{\"optional\":false,\"type\":\"int32\"}}",
            })
    void read_schemaAndPayload_inEitherOrder(String json) {
        SchemaAndValue read = read(json.getBytes(UTF_8));

        assertThat(read).isEqualTo(new SchemaAndValue(Schema.INT32_SCHEMA, 5));
    }

    @Test
    void read_sameSchemaAgain_isTheSameObject() {
        String schema =
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"x\",\"type\":\"string\"}]},\"payload\":";

        Schema first = read((schema + "{\"x\":\"a\"}}").getBytes(UTF_8)).schema();
        Schema second = read((schema + "{\"x\":\"b\"}}").getBytes(UTF_8)).schema();

        assertThat(second).isSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"secret\":",
                "{\"a\":1} secret",
                "{\"a\":secret}",
                "secret",
                "{\"schema\":{\"type\":\"int32\"},\"payload\":\"secret\"}",
                "{\"schema\":{\"type\":\"secret\"},\"payload\":1}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\"}]},\"payload\":{\"x\":1}}",
                "{\"schema\":{},\"payload\":1}",
                "{\"schema\":{\"type\":\"int8\"},\"payload\":1000}",
            })
    void read_brokenDocument_isADataExceptionWithoutPayload(String json) {
        assertThatThrownBy(() -> read(json.getBytes(UTF_8)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Expecting ")
                .hasMessageNotContaining("secret");
    }

    private SchemaAndValue read(byte[] json) {
        return documents.read(json);
    }

    private static JsonConverter converter(boolean schemas) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", schemas), false);
        return converter;
    }
}

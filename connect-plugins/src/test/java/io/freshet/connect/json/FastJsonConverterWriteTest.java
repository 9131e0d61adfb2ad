package io.freshet.connect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Held against Kafka's JsonConverter with {@code schemas.enable=false}. */
class FastJsonConverterWriteTest {
    private static final int VALUES = 10_000;
    private static final List<Map<String, String>> SETTINGS = List.of(
            Map.of("schemas.enable", "false"),
            Map.of("schemas.enable", "false", "decimal.format", "numeric"),
            Map.of("schemas.enable", "false", "replace.null.with.default", "false"));

    @Test
    void fromConnectData_randomValuesWithoutSchema_areTheBytesOfKafkasConverter() {
        RandomValues random = new RandomValues(1);
        Pair pair = new Pair(SETTINGS.get(0));
        int written = 0;
        for (int i = 0; i < 2 * VALUES; i++) {
            written += pair.isSame(null, random.untyped(0)) ? 1 : 0;
        }
        assertThat(written).as("writable ones").isBetween(VALUES, 2 * VALUES - VALUES / 50);
    }

    @Test
    void fromConnectData_randomValuesWithSchema_areTheBytesOfKafkasConverter() {
        for (Map<String, String> settings : SETTINGS) {
            RandomValues random = new RandomValues(SETTINGS.indexOf(settings));
            Pair pair = new Pair(settings);
            int written = 0;
            for (int i = 0; i < VALUES; i++) {
                Schema schema = random.schema(0);
                written += pair.isSame(schema, random.typed(schema, true)) ? 1 : 0;
            }
            assertThat(written).as("writable ones").isBetween(VALUES / 2, VALUES - VALUES / 50);
        }
    }

    @Test
    void fromConnectData_whatWasRead_isReadAsWhatKafkasConverterWrites() {
        RandomJson documents = new RandomJson(3);
        Pair pair = new Pair(SETTINGS.get(0));
        for (int i = 0; i < VALUES; i++) {
            byte[] document = documents.next();
            Outcome read =
                    Outcome.of(() -> pair.ours.toConnectData("t", document).value());
            if (read.isValue()) {
                byte[] expected = pair.kafkas.fromConnectData(
                        "t", null, pair.kafkas.toConnectData("t", document).value());
                byte[] actual = pair.ours.fromConnectData(
                        "t", null, pair.ours.toConnectData("t", document).value());
                assertThat(pair.kafkas.toConnectData("t", actual)).isEqualTo(pair.kafkas.toConnectData("t", expected));
            }
        }
    }

    @Test
    void fromConnectData_shortDecimals_areTheBytesOfKafkasConverter() {
        Pair pair = new Pair(SETTINGS.get(0));
        Random random = new Random(4);
        List<Object> numbers = new ArrayList<>(List.of(
                0.001,
                0.00099999,
                9999999.5,
                1e7,
                Math.nextDown(10.0),
                Math.nextDown(100.0),
                0.1,
                1.0,
                0.1 + 0.2,
                5e6));
        for (int i = 0; i < 20 * VALUES; i++) {
            long digits = (long) (random.nextDouble() * Math.pow(10, 1 + random.nextInt(17)));
            numbers.add((random.nextBoolean() ? digits : -digits) / Math.pow(10, random.nextInt(18)));
        }
        assertThat(pair.isSame(null, numbers)).isTrue();
    }

    @Test
    void fromConnectData_nestedValues_areWrittenAsDeepAsKafkasConverterDoes() {
        Pair pair = new Pair(SETTINGS.get(0));
        for (int depth : new int[] {1, 999, 1000, 1001, 1002}) {
            Object lists = "x";
            Object maps = 1L;
            for (int i = 0; i < depth; i++) {
                lists = new ArrayList<>(List.of(lists));
                maps = new HashMap<>(Map.of("a", maps));
            }
            assertThat(pair.isSame(null, lists)).isEqualTo(depth <= 1000);
            assertThat(pair.isSame(null, maps)).isEqualTo(depth <= 1000);
        }
    }

    @Test
    void fromConnectData_keysOfTheSameText_areOneFieldAsInKafkasConverter() {
        Schema schema = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA)
                .build();
        Map<@Nullable Object, Object> map = new LinkedHashMap<>();
        map.put(null, 1);
        map.put("a", 2);
        map.put("null", 3);
        map.put(CharBuffer.wrap("a"), 4);

        assertThat(new Pair(SETTINGS.get(0)).isSame(schema, map)).isTrue();
        assertThat(text(new FastJsonConverter().fromConnectData("t", schema, map)))
                .isEqualTo("{\"null\":3,\"a\":4}");

        map.put(null, "no number");
        assertThat(new Pair(SETTINGS.get(0)).isSame(schema, map)).isFalse();
    }

    @Test
    void fromConnectData_valueOfAnotherType_namesTopicFieldAndTypes() {
        FastJsonConverter converter = new FastJsonConverter();

        assertThatThrownBy(() -> converter.fromConnectData("flights", null, Map.of("price", new BigDecimal("7.25"))))
                .isInstanceOf(DataException.class)
                .hasMessage("Topic 'flights': Expecting a type that Connect has in or after field 'price'."
                        + " Found: class java.math.BigDecimal");
        assertThatThrownBy(() -> converter.fromConnectData("flights", Schema.INT32_SCHEMA, 7L))
                .hasMessage("Topic 'flights': Expecting java.lang.Integer for INT32. Found: class java.lang.Long");
    }

    @Test
    void fromConnectData_afterAFailure_writesTheNextValueWhole() {
        FastJsonConverter converter = new FastJsonConverter();
        Map<String, Object> broken = new LinkedHashMap<>();
        broken.put("a", 1L);
        broken.put("b", new Object());

        assertThatThrownBy(() -> converter.fromConnectData("t", null, broken)).isInstanceOf(DataException.class);

        assertThat(text(converter.fromConnectData("t", null, List.of(1L, "x")))).isEqualTo("[1,\"x\"]");
    }

    @Test
    void fromConnectData_largeValue_isWrittenWholeAndLeavesNoLargeBuffer() {
        String large = "\u00e9\n\ud83d\ude00x".repeat(400_000);

        assertThat(new Pair(SETTINGS.get(0)).isSame(null, Map.of("text", large, "bytes", new byte[1_000_000])))
                .isTrue();
    }

    @Test
    void fromConnectData_decimals_areWrittenAsTheFormatSays() {
        Schema schema = SchemaBuilder.struct().field("price", Decimal.schema(2)).build();
        Struct value = new Struct(schema).put("price", new BigDecimal("7.25"));
        FastJsonConverter numeric = new FastJsonConverter();
        numeric.configure(Map.of("decimal.format", "numeric"), false);

        assertThat(text(new FastJsonConverter().fromConnectData("t", schema, value)))
                .isEqualTo("{\"price\":\"AtU=\"}");
        assertThat(text(numeric.fromConnectData("t", schema, value))).isEqualTo("{\"price\":7.25}");
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }

    private static final class Pair {
        private final JsonConverter kafkas = new JsonConverter();
        private final FastJsonConverter ours = new FastJsonConverter();

        Pair(Map<String, String> settings) {
            kafkas.configure(settings, false);
            ours.configure(settings, false);
        }

        /** Returns if the value could be written. */
        boolean isSame(@Nullable Schema schema, @Nullable Object value) {
            Outcome expected = Outcome.of(() -> text(kafkas.fromConnectData("t", schema, value)));
            Outcome actual = Outcome.of(() -> text(ours.fromConnectData("t", schema, value)));
            if (!actual.equals(expected)) {
                assertThat(actual).as("%s of %s", value, schema).isEqualTo(expected);
            }
            return expected.isValue();
        }
    }
}

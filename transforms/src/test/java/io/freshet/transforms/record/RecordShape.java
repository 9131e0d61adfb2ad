package io.freshet.transforms.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.transforms.json.PlainJson;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that a record's value or key has in the world: with a schema or without, nested, with what is optional left out,
 * null. Each holds one field to be tested at the path {@code at}, or {@code in.at} where it is nested, beside others.
 */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
public enum RecordShape {
    STRUCT("at"),
    OPTIONAL_STRUCT("at"),
    NESTED_STRUCT("in.at"),
    MAP("at"),
    NESTED_MAP("in.at"),
    JSON("in.at");

    private static final Schema OTHERS = SchemaBuilder.struct()
            .optional()
            .field("list", SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build())
            .field("bytes", Schema.OPTIONAL_BYTES_SCHEMA)
            .field(
                    "text",
                    SchemaBuilder.string().optional().defaultValue("none").build())
            .build();

    private static final Map<Schema, Map<RecordShape, Schema>> SCHEMAS = new HashMap<>();

    private final String path;

    RecordShape(String path) {
        this.path = path;
    }

    /** Returns where the field is. */
    public String path() {
        return path;
    }

    /** Returns if values tell their types. */
    public boolean isTyped() {
        return this == STRUCT || this == OPTIONAL_STRUCT || this == NESTED_STRUCT;
    }

    /** Returns something with this in its field. */
    public SchemaAndValue around(@Nullable Object value, Schema type, Random random) {
        return switch (this) {
            case STRUCT, OPTIONAL_STRUCT, NESTED_STRUCT -> struct(value, type, random);
            case MAP -> new SchemaAndValue(null, map(value, random));
            case NESTED_MAP -> new SchemaAndValue(null, new HashMap<>(Map.of("in", map(value, random), "n", 1)));
            case JSON -> json(value, random);
        };
    }

    private SchemaAndValue struct(@Nullable Object value, Schema type, Random random) {
        Schema schema = SCHEMAS.computeIfAbsent(type, added -> new HashMap<>()).computeIfAbsent(this, shape -> {
            SchemaBuilder inner = SchemaBuilder.struct().field("others", OTHERS).field("at", type);
            if (shape == OPTIONAL_STRUCT) {
                inner.optional().name("Named").version(3).parameter("p", "q").doc("A struct");
            }
            return shape == NESTED_STRUCT
                    ? SchemaBuilder.struct().field("in", inner.build()).build()
                    : inner.build();
        });
        Struct inner = new Struct(this == NESTED_STRUCT ? schema.field("in").schema() : schema).put("at", value);
        if (random.nextBoolean()) {
            inner.put(
                    "others",
                    new Struct(OTHERS).put("list", List.of(random.nextInt())).put("text", null));
        }
        return new SchemaAndValue(schema, this == NESTED_STRUCT ? new Struct(schema).put("in", inner) : inner);
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value, Random random) {
        Map<String, @Nullable Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
        if (value != null || random.nextBoolean()) {
            map.put("at", value);
        }
        map.put("list", List.of(1, "two"));
        map.put("nothing", null);
        return map;
    }

    /** What has no place in JSON is not there. */
    private static SchemaAndValue json(@Nullable Object value, Random random) {
        String text = value instanceof String
                ? "\"" + value.toString().replaceAll("[^ -~]|[\"\\\\]", "?") + "\""
                : value instanceof Long || value instanceof Boolean ? value.toString() : "null";
        String json = "{\"n\":" + random.nextInt() + ",\"in\":{\"at\":" + text + ",\"list\":[1,{}]}}";
        return new SchemaAndValue(null, new PlainJson().view(json.getBytes(UTF_8)));
    }

    /** A value of any type that Connect has, with its type. */
    public static SchemaAndValue anything(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, null);
            case 1 -> new SchemaAndValue(Schema.INT8_SCHEMA, (byte) random.nextInt());
            case 2 -> new SchemaAndValue(Schema.INT16_SCHEMA, (short) random.nextInt());
            case 3 -> new SchemaAndValue(Schema.INT32_SCHEMA, random.nextInt());
            case 4 -> new SchemaAndValue(Schema.INT64_SCHEMA, random.nextLong() >> random.nextInt(64));
            case 5 -> new SchemaAndValue(Schema.FLOAT32_SCHEMA, Float.intBitsToFloat(random.nextInt()));
            case 6 -> new SchemaAndValue(Schema.FLOAT64_SCHEMA, Double.longBitsToDouble(random.nextLong()));
            case 7 -> new SchemaAndValue(Schema.BOOLEAN_SCHEMA, random.nextBoolean());
            case 8 -> new SchemaAndValue(Schema.STRING_SCHEMA, text(random));
            case 9 -> new SchemaAndValue(Schema.BYTES_SCHEMA, new byte[] {1, 2, (byte) random.nextInt()});
            case 10 -> new SchemaAndValue(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {(byte) random.nextInt()}));
            case 11 -> new SchemaAndValue(Decimal.schema(4), BigDecimal.valueOf(random.nextLong(), 4));
            case 12 -> new SchemaAndValue(Timestamp.SCHEMA, new Date(random.nextLong()));
            default ->
                new SchemaAndValue(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build(),
                        Map.of("x", random.nextInt()));
        };
    }

    private static String text(Random random) {
        int length = random.nextInt(30);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("0123456789-+:.TZeE \u00e9\ud83d\ude00".charAt(random.nextInt(22)));
        }
        return text.toString();
    }
}

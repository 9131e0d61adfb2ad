package io.freshet.connect.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values as transformations and connectors may hand over, with and without schema, right and wrong. */
@SuppressWarnings("JavaUtilDate") // what Connect holds its times in
final class RandomValues {
    private static final long DAY = 86_400_000;

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    /** A value without schema. */
    @Nullable
    Object untyped(int depth) {
        return switch (random.nextInt(depth < 4 ? 20 : 15)) {
            case 0 -> null;
            case 1 -> (byte) random.nextInt();
            case 2 -> (short) random.nextInt();
            case 3 -> random.nextInt();
            case 4, 5 -> number();
            case 6 -> floating();
            case 7 -> (float) floating();
            case 8 -> random.nextBoolean();
            case 9, 10, 11 -> text();
            case 12 -> bytes();
            case 13 -> buffer();
            case 14 -> random.nextInt(20) == 0 ? unsupported() : text();
            case 15 -> list(depth);
            default -> map(depth);
        };
    }

    /** A schema of any type. */
    Schema schema(int depth) {
        SchemaBuilder builder =
                switch (random.nextInt(depth < 3 ? 17 : 13)) {
                    case 0 -> SchemaBuilder.int8();
                    case 1 -> SchemaBuilder.int16();
                    case 2 -> SchemaBuilder.int32();
                    case 3 -> SchemaBuilder.int64();
                    case 4 -> SchemaBuilder.float32();
                    case 5 -> SchemaBuilder.float64();
                    case 6 -> SchemaBuilder.bool();
                    case 7 -> SchemaBuilder.string();
                    case 8 -> SchemaBuilder.bytes();
                    case 9 -> Decimal.builder(random.nextInt(5) - 1);
                    case 10 -> org.apache.kafka.connect.data.Date.builder();
                    case 11 -> Time.builder();
                    case 12 -> Timestamp.builder();
                    case 13 -> SchemaBuilder.array(schema(depth + 1));
                    case 14 -> SchemaBuilder.map(keySchema(), schema(depth + 1));
                    default -> structSchema(depth);
                };
        if (random.nextInt(3) == 0) {
            builder.optional();
        }
        if (random.nextInt(4) == 0 && builder.type().isPrimitive()) {
            builder.defaultValue(typed(builder, false));
        }
        return builder.build();
    }

    private Schema keySchema() {
        SchemaBuilder builder =
                switch (random.nextInt(5)) {
                    case 0 -> SchemaBuilder.int32();
                    case 1 -> SchemaBuilder.string().name("code");
                    case 2 -> SchemaBuilder.string().name(Timestamp.LOGICAL_NAME);
                    default -> SchemaBuilder.string();
                };
        if (random.nextBoolean()) {
            builder.optional();
        }
        if (random.nextInt(3) == 0 && !Timestamp.LOGICAL_NAME.equals(builder.name())) {
            builder.defaultValue(typed(builder, false));
        }
        return builder.build();
    }

    private SchemaBuilder structSchema(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = random.nextInt(6); i > 0; i--) {
            builder.field(i + text(), schema(depth + 1));
        }
        return builder;
    }

    /** A value of a schema, or, where slips are allowed, now and then none. */
    @Nullable
    Object typed(Schema schema, boolean slips) {
        if (slips && random.nextInt(60) == 0) {
            return untyped(3);
        }
        if (slips && random.nextInt(schema.isOptional() || schema.defaultValue() != null ? 3 : 200) == 0) {
            return null;
        }
        return Optional.ofNullable(schema.name())
                .map(name -> logical(name, schema))
                .orElseGet(() -> plain(schema, slips));
    }

    private @Nullable Object logical(String name, Schema schema) {
        return switch (name) {
            case Decimal.LOGICAL_NAME ->
                new BigDecimal(
                        new BigInteger(random.nextInt(100), random).negate(),
                        Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME -> new Date((random.nextInt(40_000) - 10_000) * DAY);
            case Time.LOGICAL_NAME -> new Date(random.nextInt((int) DAY));
            case Timestamp.LOGICAL_NAME -> new Date(random.nextLong() >> 16);
            default -> null;
        };
    }

    private Object plain(Schema schema, boolean slips) {
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> number();
            case FLOAT32 -> (float) floating();
            case FLOAT64 -> floating();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes());
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(typed(schema.valueSchema(), slips));
                }
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    Object key = slips && random.nextInt(10) == 0 ? "null" : typed(schema.keySchema(), slips);
                    map.put(
                            slips && key instanceof String text && random.nextInt(10) == 0
                                    ? CharBuffer.wrap(text)
                                    : key,
                            typed(schema.valueSchema(), slips));
                }
                yield map;
            }
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    if (!slips || random.nextInt(20) > 0) {
                        struct.put(field, typed(field.schema(), false));
                    }
                }
                yield struct;
            }
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(untyped(depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int depth) {
        Map<@Nullable Object, @Nullable Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
        boolean odd = random.nextInt(5) == 0;
        for (int i = random.nextInt(random.nextInt(5) == 0 ? 30 : 6); i > 0; i--) {
            map.put(odd ? untyped(3) : text(), untyped(depth + 1));
        }
        return map;
    }

    private Object unsupported() {
        return switch (random.nextInt(7)) {
            case 0 -> new BigDecimal("1.50");
            case 1 -> BigInteger.TEN;
            case 2 -> new Date(0);
            case 3 -> CharBuffer.wrap("text");
            case 4 -> new HashSet<>(List.of(1));
            case 5 -> new UUID(1, 2);
            default -> new Struct(SchemaBuilder.struct().build());
        };
    }

    private long number() {
        return random.nextInt(20) == 0 ? Long.MIN_VALUE : random.nextLong() >> random.nextInt(64);
    }

    private double floating() {
        return switch (random.nextInt(8)) {
            case 0 ->
                List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE)
                        .get(random.nextInt(5));
            case 1 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextInt(1_000_000) / 1000.0;
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 3000 : 10)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** JsonConverter writes what is behind a buffer, and cannot where that is hidden. */
    private ByteBuffer buffer() {
        return switch (random.nextInt(10)) {
            case 0 -> ByteBuffer.allocateDirect(2);
            case 1 -> ByteBuffer.wrap(bytes()).asReadOnlyBuffer();
            case 2 -> ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2).slice();
            default -> ByteBuffer.wrap(bytes());
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(100) == 0 ? 3000 : 12);
        boolean odd = random.nextInt(3) == 0;
        for (int i = 0; i < length; i++) {
            text.append((char) (odd ? random.nextInt(1 << (1 + random.nextInt(16))) : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }
}

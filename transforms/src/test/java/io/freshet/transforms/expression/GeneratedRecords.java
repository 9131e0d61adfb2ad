package io.freshet.transforms.expression;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records of every shape that Connect has, by a seed: with nulls, absent fields, odd numbers and texts. */
public final class GeneratedRecords {

    /** What a record's value is. */
    public enum Shape {
        MAP,
        NESTED_MAP,
        STRUCT,
        OPTIONAL_STRUCT,
        NESTED_STRUCT,
        LOGICAL_TYPES,
        DEBEZIUM_TYPES,
        SCALAR,
        TOMBSTONE
    }

    static final List<String> FIELDS = List.of("a", "b", "c", "d", "e");

    private static final Schema FLAT = SchemaBuilder.struct()
            .field("a", Schema.INT64_SCHEMA)
            .field("b", Schema.INT32_SCHEMA)
            .field("c", Schema.STRING_SCHEMA)
            .field("d", Schema.FLOAT64_SCHEMA)
            .field("e", Schema.BOOLEAN_SCHEMA)
            .build();

    private static final Schema OPTIONAL = SchemaBuilder.struct()
            .field("a", Schema.OPTIONAL_INT64_SCHEMA)
            .field("b", SchemaBuilder.int16().optional().defaultValue((short) 7).build())
            .field("c", Schema.OPTIONAL_STRING_SCHEMA)
            .field("d", Schema.OPTIONAL_FLOAT32_SCHEMA)
            .optional()
            .build();

    private static final Schema NESTED = SchemaBuilder.struct()
            .field("a", OPTIONAL)
            .field(
                    "b",
                    SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).optional().build())
            .field(
                    "c",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA)
                            .optional()
                            .build())
            .field("d", SchemaBuilder.map(Schema.INT32_SCHEMA, FLAT).optional().build())
            .field("e", FLAT)
            .build();

    private static final Schema LOGICAL = SchemaBuilder.struct()
            .field("a", Timestamp.builder().optional().build())
            .field("b", org.apache.kafka.connect.data.Date.builder().optional().build())
            .field("c", Decimal.builder(2).optional().build())
            .field("d", Time.builder().optional().build())
            .field("e", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();

    private static final Schema DEBEZIUM = SchemaBuilder.struct()
            .field("a", named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"))
            .field("b", named(SchemaBuilder.int32(), "io.debezium.time.Date"))
            .field("c", named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp"))
            .field("d", named(SchemaBuilder.int64(), "io.debezium.time.MicroTime"))
            .field(
                    "e",
                    SchemaBuilder.struct()
                            .name("io.debezium.data.VariableScaleDecimal")
                            .field("scale", Schema.INT32_SCHEMA)
                            .field("value", Schema.BYTES_SCHEMA)
                            .optional()
                            .build())
            .build();

    private final Random random;

    /** Makes records that are the same for the same seed. */
    public GeneratedRecords(long seed) {
        random = new Random(seed);
    }

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).version(1).optional().build();
    }

    /** Returns the next record. */
    public SinkRecord next(Shape shape) {
        Object value = value(shape);
        ConnectHeaders headers = new ConnectHeaders();
        if (random.nextBoolean()) {
            headers.addString("source", text());
            headers.add("attempt", random.nextInt(4), Schema.INT32_SCHEMA);
        }
        Schema schema = value instanceof Struct struct ? struct.schema() : scalarSchema(shape, value);
        return new SinkRecord(
                "flights",
                random.nextInt(4),
                random.nextBoolean() ? Schema.STRING_SCHEMA : null,
                random.nextInt(5) == 0 ? null : text(),
                schema,
                value,
                random.nextInt(1000),
                random.nextInt(5) == 0 ? null : (Long) (1_700_000_000_000L + random.nextInt(1_000_000)),
                TimestampType.CREATE_TIME,
                headers);
    }

    /** Returns the next record, as a source has it. */
    public SourceRecord nextOfSource(Shape shape) {
        SinkRecord record = next(shape);
        return new SourceRecord(
                Map.of("file", "f"),
                Map.of("at", record.kafkaOffset()),
                record.topic(),
                random.nextBoolean() ? record.kafkaPartition() : null,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }

    private static @Nullable Schema scalarSchema(Shape shape, @Nullable Object value) {
        return shape == Shape.SCALAR && value instanceof Long ? Schema.OPTIONAL_INT64_SCHEMA : null;
    }

    private @Nullable Object value(Shape shape) {
        return switch (shape) {
            case MAP -> map(name -> scalar());
            case NESTED_MAP -> map(name -> nested());
            case STRUCT -> flat();
            case OPTIONAL_STRUCT -> optional();
            case NESTED_STRUCT -> nestedStruct();
            case LOGICAL_TYPES -> logical();
            case DEBEZIUM_TYPES -> debezium();
            case SCALAR -> scalar();
            case TOMBSTONE -> null;
        };
    }

    private Map<String, @Nullable Object> map(Function<String, @Nullable Object> value) {
        Map<String, @Nullable Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
        for (String name : FIELDS) {
            if (random.nextInt(6) > 0) {
                map.put(name, value.apply(name));
            }
        }
        return map;
    }

    private @Nullable Object nested() {
        return switch (random.nextInt(4)) {
            case 0 -> map(name -> scalar());
            case 1 -> list();
            default -> scalar();
        };
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(scalar());
        }
        return list;
    }

    private @Nullable Object scalar() {
        return switch (random.nextInt(14)) {
            case 0 -> null;
            case 1, 2, 3 -> number();
            case 4 -> random.nextInt(100);
            case 5 -> (short) random.nextInt(10);
            case 6 -> random.nextBoolean();
            case 7 -> floating();
            case 8 -> random.nextFloat();
            case 9 -> text().getBytes(StandardCharsets.UTF_8);
            case 10 -> new BigDecimal("12.50");
            case 11 -> Date.from(Instant.ofEpochMilli(1_700_000_000_000L));
            default -> text();
        };
    }

    private long number() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MAX_VALUE - random.nextInt(2);
            case 1 -> Long.MIN_VALUE + random.nextInt(2);
            case 2 -> (1L << 53) + random.nextInt(3);
            case 3 -> 0;
            default -> random.nextInt(200) - 100;
        };
    }

    private double floating() {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> -0.0;
            case 3 -> random.nextInt(100);
            default -> random.nextDouble() * 200 - 100;
        };
    }

    private String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "JFK";
            case 2 -> "LAX";
            case 3 -> "Zürich 😀";
            default -> String.valueOf(random.nextInt(100));
        };
    }

    private Struct flat() {
        return new Struct(FLAT)
                .put("a", number())
                .put("b", random.nextInt(100))
                .put("c", text())
                .put("d", floating())
                .put("e", random.nextBoolean());
    }

    private Struct optional() {
        return new Struct(OPTIONAL)
                .put("a", maybe(number()))
                .put("b", maybe((short) random.nextInt(100)))
                .put("c", maybe(text()))
                .put("d", maybe(random.nextFloat()));
    }

    private Struct nestedStruct() {
        List<@Nullable Integer> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(random.nextInt(3) == 0 ? null : (Integer) random.nextInt(100));
        }
        Map<String, @Nullable Integer> map = new HashMap<>();
        map.put("a", random.nextInt(100));
        map.put("b", null);
        return new Struct(NESTED)
                .put("a", maybe(optional()))
                .put("b", maybe(list))
                .put("c", maybe(map))
                .put("d", maybe(Map.of(random.nextInt(3), flat())))
                .put("e", flat());
    }

    private Struct logical() {
        return new Struct(LOGICAL)
                .put("a", maybe(Date.from(Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1000)))))
                .put("b", maybe(Date.from(Instant.ofEpochMilli(86_400_000L * random.nextInt(20_000)))))
                .put("c", maybe(BigDecimal.valueOf(random.nextInt(100_000), 2)))
                .put("d", maybe(Date.from(Instant.ofEpochMilli(random.nextInt(86_400_000)))))
                .put("e", maybe(ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8))));
    }

    private Struct debezium() {
        return new Struct(DEBEZIUM)
                .put("a", maybe(1_700_000_000_000_000L + random.nextInt(1000)))
                .put("b", maybe(random.nextInt(20_000)))
                .put("c", maybe(random.nextInt(9) == 0 ? "infinity" : "2026-03-01T12:34:56.789+02:00"))
                .put("d", maybe((long) random.nextInt(1_000_000)))
                .put(
                        "e",
                        maybe(new Struct(DEBEZIUM.field("e").schema())
                                .put("scale", 1)
                                .put("value", new byte[] {(byte) random.nextInt()})));
    }

    private @Nullable Object maybe(Object value) {
        return random.nextInt(4) == 0 ? null : value;
    }
}

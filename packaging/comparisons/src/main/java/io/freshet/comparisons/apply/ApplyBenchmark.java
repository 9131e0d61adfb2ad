package io.freshet.comparisons.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.comparisons.flights.Airport;
import io.freshet.comparisons.flights.Flights;
import io.freshet.transforms.enrich.Enrich;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A flight that gets four fields of its airport: by Enrich, and by the least that can be written by hand, a lookup in
 * Caffeine by the field's text and a copy of the record through {@code newRecord}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApplyBenchmark {
    /** System properties that tell a fork where the table is. */
    static final String BROKER = "freshet.comparisons.broker";

    static final String TABLE = "freshet.comparisons.table";

    private static final int FLIGHTS = 4096;

    private static final Schema FLIGHT = flight().build();
    private static final Schema JOINED = flight().field("origin_name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("origin_city", Schema.OPTIONAL_STRING_SCHEMA)
            .field("origin_lat", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("origin_lon", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final Field[] FLIGHT_FIELDS = FLIGHT.fields().toArray(Field[]::new);
    private static final Field[] JOINED_FIELDS = JOINED.fields().toArray(Field[]::new);
    private static final Field ORIGIN = FLIGHT.field("origin");

    private final Enrich<SourceRecord> enrich = new Enrich.Value<>();
    private final Cache<String, Row> rows = Caffeine.newBuilder().build();
    private SourceRecord[] maps = {};
    private SourceRecord[] structs = {};
    private int next;

    private record Row(String name, String city, Double latitude, Double longitude) {}

    private static SchemaBuilder flight() {
        return SchemaBuilder.struct()
                .name("flight")
                .field("date", Schema.STRING_SCHEMA)
                .field("delay", Schema.INT64_SCHEMA)
                .field("distance", Schema.INT64_SCHEMA)
                .field("origin", Schema.STRING_SCHEMA)
                .field("destination", Schema.STRING_SCHEMA);
    }

    /** Reads flights, loads both tables and shows that both joins give the same. */
    @Setup
    public void open() {
        Airport.all()
                .forEach((iata, airport) -> rows.put(
                        iata, new Row(airport.name(), airport.city(), airport.latitude(), airport.longitude())));
        Flights flights = new Flights();
        maps = IntStream.range(0, FLIGHTS)
                .mapToObj(number -> record(null, map(flights.json(number))))
                .toArray(SourceRecord[]::new);
        structs = IntStream.range(0, FLIGHTS)
                .mapToObj(number -> record(FLIGHT, struct((Map<?, ?>) maps[number].value())))
                .toArray(SourceRecord[]::new);
        enrich.configure(Map.of(
                "key", "origin",
                "table.topic", Objects.requireNonNull(System.getProperty(TABLE), TABLE),
                "table.bootstrap.servers", Objects.requireNonNull(System.getProperty(BROKER), BROKER),
                "fields", "name,city,latitude:lat,longitude:lon",
                "prefix", "origin_",
                "on.miss", "fail"));
        for (int i = 0; i < FLIGHTS; i++) {
            same(enrich.apply(maps[i]).value(), bare(maps[i], map(maps[i])).value());
            same(
                    enrich.apply(structs[i]).value().toString(),
                    bareStruct(structs[i]).value().toString());
        }
    }

    private static void same(Object enriched, Object bare) {
        if (!enriched.equals(bare)) {
            throw new IllegalStateException("Enrich gives " + enriched + ", by hand it is " + bare);
        }
    }

    private static SourceRecord record(@Nullable Schema schema, Object value) {
        return new SourceRecord(Map.of(), Map.of(), "flights", 0, null, null, schema, value, 0L);
    }

    /** As a converter makes it. */
    private static Map<String, Object> map(String json) {
        try {
            JsonNode tree = new ObjectMapper().readTree(json);
            Map<String, Object> map = new HashMap<>();
            for (Map.Entry<String, JsonNode> field : tree.properties()) {
                JsonNode value = field.getValue();
                map.put(field.getKey(), value.isNumber() ? value.asLong() : value.asText());
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Struct struct(Map<?, ?> map) {
        Struct struct = new Struct(FLIGHT);
        for (Field field : FLIGHT_FIELDS) {
            struct.put(field, map.get(field.name()));
        }
        return struct;
    }

    private static Map<?, ?> map(SourceRecord record) {
        return (Map<?, ?>) record.value();
    }

    @TearDown
    public void close() {
        enrich.close();
    }

    private int next() {
        next = (next + 1) & (FLIGHTS - 1);
        return next;
    }

    @Benchmark
    public SourceRecord enrichMap() {
        return enrich.apply(maps[next()]);
    }

    @Benchmark
    public SourceRecord enrichStruct() {
        return enrich.apply(structs[next()]);
    }

    @Benchmark
    public SourceRecord bareMap() {
        SourceRecord record = maps[next()];
        return bare(record, map(record));
    }

    @Benchmark
    public SourceRecord bareStruct() {
        return bareStruct(structs[next()]);
    }

    private SourceRecord bare(SourceRecord record, Map<?, ?> value) {
        Row row = Objects.requireNonNull(rows.getIfPresent((String) Objects.requireNonNull(value.get("origin"))));
        Map<Object, Object> joined = new HashMap<>((value.size() + 4) * 4 / 3 + 1);
        joined.putAll(value);
        joined.put("origin_name", row.name);
        joined.put("origin_city", row.city);
        joined.put("origin_lat", row.latitude);
        joined.put("origin_lon", row.longitude);
        return replaced(record, null, joined);
    }

    private SourceRecord bareStruct(SourceRecord record) {
        Struct value = (Struct) record.value();
        Row row = Objects.requireNonNull(rows.getIfPresent((String) value.get(ORIGIN)));
        Struct joined = new Struct(JOINED);
        for (int i = 0; i < FLIGHT_FIELDS.length; i++) {
            joined.put(JOINED_FIELDS[i], value.get(FLIGHT_FIELDS[i]));
        }
        joined.put(JOINED_FIELDS[5], row.name);
        joined.put(JOINED_FIELDS[6], row.city);
        joined.put(JOINED_FIELDS[7], row.latitude);
        joined.put(JOINED_FIELDS[8], row.longitude);
        return replaced(record, JOINED, joined);
    }

    private static SourceRecord replaced(SourceRecord record, @Nullable Schema schema, Object value) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                schema,
                value,
                record.timestamp(),
                record.headers());
    }
}

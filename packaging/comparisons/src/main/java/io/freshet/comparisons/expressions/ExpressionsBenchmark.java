package io.freshet.comparisons.expressions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.comparisons.flights.Flights;
import io.freshet.transforms.derive.Derive;
import io.freshet.transforms.filter.Filter;
import io.freshet.transforms.route.Route;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.apache.kafka.connect.transforms.predicates.TopicNameMatches;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Real flights through transformations that do the same, or, where Kafka has none that looks at fields, what comes nearest. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExpressionsBenchmark {

    private static final int FLIGHTS = 4096;

    private static final Schema FLIGHT = SchemaBuilder.struct()
            .name("flight")
            .field("date", Schema.STRING_SCHEMA)
            .field("delay", Schema.INT64_SCHEMA)
            .field("distance", Schema.INT64_SCHEMA)
            .field("origin", Schema.STRING_SCHEMA)
            .field("destination", Schema.STRING_SCHEMA)
            .build();

    private final Filter<SourceRecord> filter = new Filter.Record<>();
    private final io.debezium.transforms.Filter<SourceRecord> scripted = new io.debezium.transforms.Filter<>();
    private final TopicNameMatches<SourceRecord> predicate = new TopicNameMatches<>();
    private final org.apache.kafka.connect.transforms.Filter<SourceRecord> kafkas =
            new org.apache.kafka.connect.transforms.Filter<>();
    private final Derive<SourceRecord> derive = new Derive.Value<>();
    private final InsertField<SourceRecord> insert = new InsertField.Value<>();
    private final Route<SourceRecord> route = new Route.Record<>();
    private final RegexRouter<SourceRecord> router = new RegexRouter<>();
    private SourceRecord[] maps = {};
    private SourceRecord[] structs = {};
    private int next;

    /** Reads flights and shows that what is compared gives the same. */
    @Setup
    public void open() {
        Flights flights = new Flights();
        maps = IntStream.range(0, FLIGHTS)
                .mapToObj(number -> record(null, map(flights.json(number))))
                .toArray(SourceRecord[]::new);
        structs = IntStream.range(0, FLIGHTS)
                .mapToObj(number -> record(FLIGHT, struct((Map<?, ?>) maps[number].value())))
                .toArray(SourceRecord[]::new);
        filter.configure(Map.of("condition", "value.delay > 60 && value.origin in ['JFK', 'LAX']"));
        scripted.configure(Map.of(
                "language",
                "jsr223.groovy",
                "condition",
                "value.delay > 60 && (value.origin == 'JFK' || value.origin == 'LAX')"));
        predicate.configure(Map.of("pattern", "flights-.*"));
        kafkas.configure(Map.of());
        derive.configure(Map.of("fields", "source = 'flights'"));
        insert.configure(Map.of("static.field", "source", "static.value", "flights"));
        route.configure(Map.of("topic", "topic + '-late'"));
        router.configure(Map.of("regex", "(.*)", "replacement", "$1-late"));
        for (int i = 0; i < FLIGHTS; i++) {
            same(filter.apply(structs[i]), scripted.apply(structs[i]));
            same(filter.apply(maps[i]), scripted.apply(maps[i]));
            same(derive.apply(maps[i]).value(), insert.apply(maps[i]).value());
            same(
                    String.valueOf(derive.apply(structs[i]).value()),
                    String.valueOf(insert.apply(structs[i]).value()));
            same(route.apply(maps[i]).topic(), router.apply(maps[i]).topic());
        }
    }

    private static void same(@Nullable Object ours, @Nullable Object other) {
        if (!Objects.equals(ours, other)) {
            throw new IllegalStateException("Freshet gives " + ours + ", the other " + other);
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
        FLIGHT.fields().forEach(field -> struct.put(field, map.get(field.name())));
        return struct;
    }

    /** Closes what was configured. */
    @TearDown
    public void close() {
        filter.close();
        scripted.close();
        derive.close();
        insert.close();
        route.close();
        router.close();
    }

    private int next() {
        next = (next + 1) & (FLIGHTS - 1);
        return next;
    }

    @Benchmark
    public @Nullable SourceRecord filterMap() {
        return filter.apply(maps[next()]);
    }

    @Benchmark
    public @Nullable SourceRecord filterStruct() {
        return filter.apply(structs[next()]);
    }

    @Benchmark
    public @Nullable SourceRecord scriptedMap() {
        return scripted.apply(maps[next()]);
    }

    @Benchmark
    public @Nullable SourceRecord scriptedStruct() {
        return scripted.apply(structs[next()]);
    }

    /** As Connect does it. */
    @Benchmark
    public @Nullable SourceRecord predicate() {
        SourceRecord record = maps[next()];
        return predicate.test(record) ? kafkas.apply(record) : record;
    }

    @Benchmark
    public SourceRecord deriveMap() {
        return derive.apply(maps[next()]);
    }

    @Benchmark
    public SourceRecord deriveStruct() {
        return derive.apply(structs[next()]);
    }

    @Benchmark
    public SourceRecord insertMap() {
        return insert.apply(maps[next()]);
    }

    @Benchmark
    public SourceRecord insertStruct() {
        return insert.apply(structs[next()]);
    }

    @Benchmark
    public SourceRecord route() {
        return route.apply(maps[next()]);
    }

    @Benchmark
    public SourceRecord router() {
        return router.apply(maps[next()]);
    }
}

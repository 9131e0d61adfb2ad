package io.freshet.comparisons.apply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.transforms.dedup.Deduplicate;
import io.freshet.transforms.eventtime.EventTime;
import io.freshet.transforms.late.LateEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Filter;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.TopicNameMatches;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The transformations of time beside the nearest ones of Kafka: a time in a field read, a time put into a field, and whether a
 * record goes on. All records are on time and no duplicates, as nearly all are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimesBenchmark {

    private static final int RECORDS = 4096;
    private static final long START = 1_795_429_230_123L;

    /** Instants leave out a fraction of 0, which Kafka's pattern does not take. */
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("event")
            .field("id", Schema.INT64_SCHEMA)
            .field("at", Schema.INT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("origin", Schema.STRING_SCHEMA)
            .field("destination", Schema.STRING_SCHEMA)
            .build();

    private final Transformation<SourceRecord> eventTime =
            configured(new EventTime.Value<>(), "field", "at", "max.future", "36500d");
    private final Transformation<SourceRecord> eventTimeOfText =
            configured(new EventTime.Value<>(), "field", "text", "max.future", "36500d");
    private final Transformation<SourceRecord> eventTimeAndField = configured(
            new EventTime.Value<>(), "field", "at", "max.future", "36500d", "log.append.time.to", "field:appended");
    private final Transformation<SourceRecord> converter =
            configured(new TimestampConverter.Value<>(), "field", "at", "target.type", "Timestamp");
    private final Transformation<SourceRecord> converterOfText = configured(
            new TimestampConverter.Value<>(),
            "field",
            "text",
            "target.type",
            "Timestamp",
            "format",
            "yyyy-MM-dd'T'HH:mm:ss.SSSX");
    private final Transformation<SourceRecord> insertField =
            configured(new InsertField.Value<>(), "timestamp.field", "appended");
    private final Transformation<SourceRecord> late = configured(new LateEvents<>(), "allowed.lateness", "1d");

    /** Half as many keys as there are: each record's has been forgotten when it comes again. */
    private final Transformation<SourceRecord> deduplicate =
            configured(new Deduplicate.Value<>(), "key", "id", "window", "1d", "max.keys", "2048");

    /** What a transformation that is written by hand would have: a key of each record, in a cache bounded by time and size. */
    private final Cache<Object, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(2048)
            .expireAfterWrite(Duration.ofDays(1))
            .build();

    private final Transformation<SourceRecord> filter = configured(new Filter<>());
    private final TopicNameMatches<SourceRecord> predicate = new TopicNameMatches<>();

    private SourceRecord[] maps = {};
    private SourceRecord[] structs = {};
    private int next;

    private static Transformation<SourceRecord> configured(
            Transformation<SourceRecord> transformation, String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        transformation.configure(map);
        return transformation;
    }

    @Setup
    public void open() {
        predicate.configure(Map.of("pattern", "late-.*"));
        maps = IntStream.range(0, RECORDS)
                .mapToObj(i -> record(i, null, map(i)))
                .toArray(SourceRecord[]::new);
        structs = IntStream.range(0, RECORDS)
                .mapToObj(i -> record(i, SCHEMA, struct(i)))
                .toArray(SourceRecord[]::new);
        same(eventTime.apply(maps[7]).timestamp(), START + 7);
        same(eventTimeOfText.apply(structs[7]).timestamp(), START + 7);
        same(late.apply(maps[7]), maps[7]);
        same(deduplicate.apply(maps[7]), maps[7]);
    }

    private static void same(@Nullable Object found, Object expected) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("Expecting " + expected + ". Found: " + found);
        }
    }

    private static Map<String, Object> map(int i) {
        return new HashMap<>(
                Map.of("id", (long) i, "at", START + i, "text", text(i), "origin", "JFK", "destination", "LAX"));
    }

    private static Struct struct(int i) {
        return new Struct(SCHEMA)
                .put("id", (long) i)
                .put("at", START + i)
                .put("text", text(i))
                .put("origin", "JFK")
                .put("destination", "LAX");
    }

    private static String text(int i) {
        return MILLIS.format(Instant.ofEpochMilli(START + i));
    }

    private static SourceRecord record(int i, @Nullable Schema schema, Object value) {
        return new SourceRecord(
                Map.of("partition", 0), Map.of("offset", (long) i), "events", 0, null, null, schema, value, START);
    }

    private SourceRecord map() {
        next = (next + 1) & (RECORDS - 1);
        return maps[next];
    }

    private SourceRecord struct() {
        next = (next + 1) & (RECORDS - 1);
        return structs[next];
    }

    @Benchmark
    public SourceRecord eventTimeMap() {
        return eventTime.apply(map());
    }

    @Benchmark
    public SourceRecord converterMap() {
        return converter.apply(map());
    }

    @Benchmark
    public SourceRecord eventTimeStruct() {
        return eventTime.apply(struct());
    }

    @Benchmark
    public SourceRecord converterStruct() {
        return converter.apply(struct());
    }

    @Benchmark
    public SourceRecord eventTimeText() {
        return eventTimeOfText.apply(map());
    }

    @Benchmark
    public SourceRecord converterText() {
        return converterOfText.apply(map());
    }

    @Benchmark
    public SourceRecord eventTimeField() {
        return eventTimeAndField.apply(struct());
    }

    @Benchmark
    public SourceRecord insertField() {
        return insertField.apply(struct());
    }

    @Benchmark
    public @Nullable SourceRecord late() {
        return late.apply(map());
    }

    @Benchmark
    public @Nullable SourceRecord deduplicate() {
        return deduplicate.apply(map());
    }

    @Benchmark
    public @Nullable SourceRecord putIfAbsent() {
        SourceRecord record = map();
        Object key = Objects.requireNonNull(((Map<?, ?>) record.value()).get("id"));
        return seen.asMap().putIfAbsent(key, true) == null ? record : null;
    }

    /** As Connect does where a transformation has a predicate. */
    @Benchmark
    public @Nullable SourceRecord filter() {
        SourceRecord record = map();
        return predicate.test(record) ? filter.apply(record) : record;
    }
}

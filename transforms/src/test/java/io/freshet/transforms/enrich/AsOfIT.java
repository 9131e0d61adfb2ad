package io.freshet.transforms.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.transforms.table.TableUnavailableError;
import io.freshet.transforms.table.cache.Interleavings;
import io.freshet.transforms.table.cache.StreamsOracle;
import io.freshet.transforms.table.cache.StreamsOracle.Event;
import io.freshet.transforms.table.cache.StreamsOracle.StreamRecord;
import io.freshet.transforms.table.cache.StreamsOracle.TableChange;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Joins as of a time, with a table on a real broker. */
class AsOfIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static KafkaBroker broker;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.builder().start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void apply_recordsOfThePast_getTheRowsOfThePast() {
        TableTopic airports = topic("past", 1);
        airports.send("JFK", envelope("r", "Idlewild", 1_000));
        airports.send("JFK", envelope("u", "Kennedy", 2_000));
        airports.send("JFK", envelope("d", null, 3_000));
        airports.send("JFK", null);
        airports.send("JFK", envelope("c", "reopened", 4_000));
        airports.flush();
        Enrich<SinkRecord> enrich = enrich(airports, "as.of", "record-time", "table.history", "7d");

        assertThat(name(enrich, "JFK", 999)).isNull();
        assertThat(name(enrich, "JFK", 1_000)).isEqualTo("Idlewild");
        assertThat(name(enrich, "JFK", 1_999)).isEqualTo("Idlewild");
        assertThat(name(enrich, "JFK", 2_000)).isEqualTo("Kennedy");
        assertThat(name(enrich, "JFK", 3_000)).isNull();
        assertThat(name(enrich, "JFK", 3_999)).isNull();
        assertThat(name(enrich, "JFK", 4_000)).isEqualTo("reopened");
    }

    @Test
    void apply_fieldAsOf_withTimesOfTheMessages() {
        TableTopic airports = topic("fields", 1);
        airports.send(0, 1_000, "JFK", "{\"name\":\"Idlewild\"}");
        airports.send(0, 2_000, "JFK", "{\"name\":\"Kennedy\"}");
        airports.send(0, 3_000, "JFK", null);
        airports.flush();
        Enrich<SinkRecord> enrich = enrich(
                airports,
                "as.of",
                "field:departed",
                "table.history",
                "7d",
                "table.change.time",
                "record",
                "on.error",
                "tag");

        assertThat(name(enrich, flight("JFK", 9, "departed", 1_999L))).isEqualTo("Idlewild");
        assertThat(name(enrich, flight("JFK", 9, "departed", "1970-01-01T00:00:02Z")))
                .isEqualTo("Kennedy");
        assertThat(name(enrich, flight("JFK", 9, "departed", 3_000L))).isNull();
        assertThat(enrich.apply(flight("JFK", 9, "departed", "yesterday")).headers())
                .singleElement()
                .satisfies(header -> assertThat(header.value())
                        .isEqualTo(
                                "Setting 'as.of' (field:departed): expecting int64 milliseconds, a Connect Timestamp or"
                                        + " Date, or ISO-8601 text with a zone. Found: other text"));
    }

    @Test
    void apply_messageThatTellsNoTime_failsTheTableAndSaysHow() {
        TableTopic airports = topic("timeless", 1);
        airports.put("JFK", "{\"name\":\"Kennedy\"}");

        assertThatThrownBy(() -> name(enrichAsOf(airports), "JFK", 1))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessage(
                        "The table of timeless has failed: timeless-0@0: The message does not tell when its source changed,"
                                + " as table.history with table.change.time=source needs. Have the connector tell it (with"
                                + " ExtractNewRecordState: add.fields=source.ts_ms), or set table.change.time=record");
    }

    @Test
    void apply_randomInterleavings_answersAsStreamsDoes() {
        TableTopic airports = topic("interleaved", 1);
        Enrich<SinkRecord> latest = enrich(airports, "table.history", "20ms", "into", "row");
        Enrich<SinkRecord> enrich =
                enrich(airports, "table.history", "20ms", "as.of", "record-time", "into", "row", "on.miss", "null");
        List<Event> events = new Interleavings(new Random(7), 20).next(60);
        Map<Integer, String> answers = new HashMap<>();
        Map<Integer, String> expected;
        try (StreamsOracle oracle = new StreamsOracle(Duration.ofMillis(20), Duration.ofMillis(10), null)) {
            expected = Map.copyOf(oracle.join(events));
        }

        long streamTime = 0;
        int marks = 0;
        boolean marked = true;
        for (Event event : events) {
            if (event instanceof TableChange change) {
                streamTime = Math.max(streamTime, change.time());
                airports.send(
                        "" + change.key(), envelope(change.row() == null ? "d" : "u", change.row(), change.time()));
                marked = false;
            } else if (event instanceof StreamRecord record) {
                if (!marked) {
                    // Of no time later than others, so that it moves no stream time.
                    String mark = "mark " + ++marks;
                    airports.send("mark", envelope("u", mark, streamTime));
                    Await.untilTrue(mark, SOON, () -> mark.equals(row(latest, "mark", 0)));
                    marked = true;
                }
                answers.put(record.number(), String.valueOf(row(enrich, "" + record.key(), record.time())));
            }
        }

        assertThat(answers).hasSizeGreaterThan(300).isEqualTo(expected);
    }

    @Test
    void apply_sameInputInOtherSchedules_isByteIdentical() throws Exception {
        byte[] changesFirst = replay("replayed-1", 1, 0, 20);
        byte[] recordsFirst = replay("replayed-2", 2, 300, 0);
        byte[] mixed = replay("replayed-3", 3, 2, 1);

        assertThat(new String(changesFirst, UTF_8)).contains("\"version 7\"").contains("null");
        assertThat(recordsFirst).isEqualTo(changesFirst);
        assertThat(mixed).isEqualTo(changesFirst);
    }

    /**
     * Writes the same changes and heartbeats, and joins the same records with them, all at their own pace.
     *
     * @param changePause how many milliseconds pass between two heartbeats, about
     * @param recordPause how many milliseconds pass between two records, about
     */
    private byte[] replay(String name, long schedule, int changePause, int recordPause) throws Exception {
        TableTopic airports = topic(name, 2);
        TableTopic heartbeats = topic(name + "-heartbeat", 1);
        Enrich<SinkRecord> enrich = enrichAsOf(
                airports,
                "table.heartbeat.topic",
                heartbeats.name,
                "table.wait.max",
                "2m",
                "table.wait.margin",
                "0ms",
                "table.quiet.time",
                "0ms",
                "on.miss",
                "null");
        CompletableFuture<Void> changes =
                CompletableFuture.runAsync(() -> writeChanges(airports, heartbeats, new Random(schedule), changePause));
        Random input = new Random(42);
        Random pauses = new Random(-schedule);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            for (int i = 0; i < 400; i++) {
                pause(pauses, recordPause);
                SinkRecord record =
                        flight("A" + input.nextInt(10), 1_000 + 10 * i + input.nextInt(200), "number", (long) i);
                output.write(converter.fromConnectData(
                        "flights", null, enrich.apply(record).value()));
            }
        }
        changes.get(60, TimeUnit.SECONDS);
        return output.toByteArray();
    }

    private static void writeChanges(TableTopic airports, TableTopic heartbeats, Random schedule, int changePause) {
        Random input = new Random(43);
        for (int i = 0; i < 500; i++) {
            int key = input.nextInt(10);
            boolean gone = input.nextInt(5) == 0;
            String row = gone ? null : "version " + i;
            airports.send(key % 2, 1, "A" + key, envelope(gone ? "d" : "u", row, 1_000 + 10 * i));
            if (i % 20 == 19) {
                pause(schedule, changePause);
                airports.flush();
                heartbeats.put(null, "{\"ts_ms\":" + (1_000 + 10 * i + 1) + "}");
            }
        }
    }

    @Test
    void apply_heartbeatTableOfDebezium_tellsTheTimeOfItsCommit() throws Exception {
        TableTopic airports = topic("awaited", 2);
        TableTopic heartbeats = topic("awaited-heartbeat", 1);
        airports.put("JFK", envelope("c", "Idlewild", 1_000));
        Enrich<SinkRecord> enrich = enrichAsOf(
                airports,
                "table.heartbeat.topic",
                heartbeats.name,
                "table.wait.max",
                "1m",
                "table.wait.margin",
                "100ms");
        Enrich<SinkRecord> latest = enrich(airports, "table.history", "1h", "table.heartbeat.topic", heartbeats.name);
        CompletableFuture<Object> joined = new CompletableFuture<>();
        Thread task = new Thread(() -> joined.complete(String.valueOf(name(enrich, "JFK", 2_000))));
        task.start();

        heartbeats.put("{\"id\":1}", envelope("u", "heartbeat", 2_100));
        airports.put("JFK", envelope("u", "Kennedy", 2_000));
        Await.untilTrue("the change is known", SOON, () -> "Kennedy".equals(name(latest, "JFK", 0)));
        assertThat(joined).isNotDone();
        heartbeats.put("{\"id\":1}", envelope("u", "heartbeat", 2_101));

        assertThat(joined.get(30, TimeUnit.SECONDS)).isEqualTo("Kennedy");
    }

    @Test
    void apply_nothingTellsTheTime_waitsOnceForManyRecords() {
        TableTopic airports = topic("silent", 1);
        airports.put("JFK", envelope("c", "Idlewild", 1_000));
        Enrich<SinkRecord> enrich = enrichAsOf(airports, "table.wait.max", "1s", "table.wait.margin", "0ms");
        name(enrich, "JFK", 1);

        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(name(enrich, "JFK", 5_000 + i)).isEqualTo("Idlewild");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(999), Duration.ofSeconds(20));
    }

    @Test
    void apply_interruptedWhileItWaits_failsTheTask() throws Exception {
        TableTopic airports = topic("interrupted", 1);
        airports.put("JFK", envelope("c", "Idlewild", 1_000));
        Enrich<SinkRecord> enrich = enrichAsOf(airports, "table.wait.max", "10m", "table.wait.margin", "0ms");
        name(enrich, "JFK", 1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread task = new Thread(() -> {
            try {
                name(enrich, "JFK", 5_000);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        task.start();
        Await.untilTrue("it waits", SOON, () -> task.getState() == Thread.State.TIMED_WAITING);

        task.interrupt();

        assertThat(thrown.get(10, TimeUnit.SECONDS))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessage("Interrupted while waiting for changes of interrupted");
    }

    private static void pause(Random random, int millis) {
        if (millis > 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(2_000 * millis)));
        }
    }

    private TableTopic topic(String name, int partitions) {
        return open(new TableTopic(broker, name, partitions, Map.of("retention.ms", "-1")));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    /** As of the records' times, with an hour of history. */
    private Enrich<SinkRecord> enrichAsOf(TableTopic table, String... settings) {
        List<String> all = new ArrayList<>(List.of("as.of", "record-time", "table.history", "1h"));
        all.addAll(List.of(settings));
        return enrich(table, all.toArray(String[]::new));
    }

    private Enrich<SinkRecord> enrich(TableTopic table, String... settings) {
        Enrich.Value<SinkRecord> enrich = new Enrich.Value<>();
        Map<String, String> all = table.enrich(settings);
        all.putIfAbsent("fields", "name");
        all.put("table.quiet.time", "0ms");
        enrich.configure(all);
        return open(enrich);
    }

    private static @Nullable Object name(Enrich<SinkRecord> enrich, String origin, long time) {
        return name(enrich, flight(origin, time, "number", 1L));
    }

    private static @Nullable Object name(Enrich<SinkRecord> enrich, SinkRecord record) {
        return ((Map<?, ?>) enrich.apply(record).value()).get("name");
    }

    private static @Nullable Object row(Enrich<SinkRecord> enrich, String origin, long time) {
        Object row =
                ((Map<?, ?>) enrich.apply(flight(origin, time, "number", 1L)).value()).get("row");
        return row == null ? null : ((Map<?, ?>) row).get("name");
    }

    private static SinkRecord flight(String origin, long time, String field, Object value) {
        Map<String, Object> flight = new HashMap<>(Map.of("origin", origin, field, value));
        return new SinkRecord("flights", 0, null, null, null, flight, time, time, TimestampType.CREATE_TIME);
    }

    private static String envelope(String op, @Nullable String name, long time) {
        String row = name == null ? "null" : "{\"name\":\"" + name + "\"}";
        return "{\"before\":null,\"after\":" + row + ",\"source\":{\"table\":\"airports\",\"ts_ms\":" + time
                + "},\"op\":\"" + op + "\",\"ts_ms\":" + System.currentTimeMillis() + "}";
    }
}

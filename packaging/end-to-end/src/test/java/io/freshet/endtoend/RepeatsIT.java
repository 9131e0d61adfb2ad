package io.freshet.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.endtoend.faults.FaultsJar;
import io.freshet.endtoend.faults.FlakySerializer;
import io.freshet.endtoend.faults.RewindingSink;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * LateEvents and Deduplicate where Connect transforms records again: sends that are tried again, a sink that goes back, tasks
 * that move, a worker that is killed. Each event has a number; some come twice, some late. What becomes of each is compared
 * with what a reference that has seen it all says.
 */
class RepeatsIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int PARTITIONS = 2;
    private static final int EVENTS = 400;
    private static final long ALLOWED = 50;
    private static final long START = 1_700_000_000_000L;

    private static Path folder;
    private static KafkaBroker broker;
    private static ConnectWorker worker;

    /** An event as it is in its topic. */
    private record Event(int partition, int number, long time) {}

    /** What a task of the sink has written of one. */
    private record Put(String task, int partition, long offset, int number, long late) {}

    /** What the reference says of the records of a topic that are read from the first on, by partition and offset. */
    private record Expected(Map<String, Long> late, Set<String> passing) {}

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        broker = KafkaBroker.builder().start();
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .plugins(FaultsJar.addTo(Freshet.unpackArchive(folder.resolve("plugins"))))
                .config("rebalance.timeout.ms", "10000")
                .start();
    }

    @AfterAll
    static void stop() {
        worker.close();
        broker.close();
    }

    @Test
    void source_sendsAgain_losesNoneAndRepeatsNone() {
        createTopic("orders-once");
        List<Event> events = send("orders", 0);
        Expected expected = expected(events);
        worker.connectors().put("source", source());

        assertThat(out(expected.passing.size())).isEqualTo(numbered(events, expected));
        assertThat(worker.process().logText()).contains("Backing off before retrying");

        // A new task knows nothing of what passed: what comes again passes once more, and nothing is lost. It begins
        // with what
        // was dropped last, for Connect has stored no offset for that.
        worker.connectors().request("POST", "/connectors/source/restart?includeTasks=true", "");
        List<Event> again = afterTheLastThatPassed(events, expected);
        again.addAll(send("orders", 0));
        Expected anew = expected(again);
        Map<Integer, List<Long>> both = numbered(events, expected);
        numbered(again, anew).forEach((number, late) -> both.merge(number, late, RepeatsIT::joined));
        assertThat(out(expected.passing.size() + anew.passing.size())).isEqualTo(both);
    }

    @Test
    void sink_rewindsMovesAndIsKilled_losesNoneAndJudgesNoneTwice() {
        List<Event> first = send("clicks", 0);
        worker.connectors().put("sink", sink(1));
        awaitNumbers(first);
        Expected expected = expected(first);
        // One task has read all from the first record on: it has what the reference has, however often.
        assertThat(puts().stream().map(Put::task).distinct()).hasSize(1);
        for (Put put : puts()) {
            String place = put.partition + "@" + put.offset;
            assertThat(expected.passing).contains(place);
            assertThat(put.late).as(place).isEqualTo(expected.late.getOrDefault(place, 0L));
        }

        worker.connectors().put("sink", sink(2));
        worker.connectors().awaitRunning("sink", 2, SOON);
        awaitNumbers(send("clicks", 10_000));
        worker.kill9();
        List<Event> meanwhile = send("clicks", 20_000);
        worker.start();
        awaitNumbers(meanwhile);

        assertThat(puts().stream().map(Put::task).distinct()).hasSizeGreaterThanOrEqualTo(4);
        assertOneVerdictWithinATask();
        assertRewindsBringBackWhatPassed();
    }

    /** Within a task a record is always late by the same, and each number has passed as one record. */
    private static void assertOneVerdictWithinATask() {
        Map<String, Set<Long>> late = new HashMap<>();
        Map<String, Set<Long>> offsets = new HashMap<>();
        for (Put put : puts()) {
            late.computeIfAbsent(put.task + " " + put.partition + "@" + put.offset, added -> new TreeSet<>())
                    .add(put.late);
            offsets.computeIfAbsent(put.task + " " + put.number, added -> new TreeSet<>())
                    .add(put.offset);
        }
        assertThat(late.values()).allMatch(verdicts -> verdicts.size() == 1);
        assertThat(offsets.values()).allMatch(records -> records.size() == 1);
    }

    /** What follows a rewind in its partition is what passed from there on before. */
    private static void assertRewindsBringBackWhatPassed() {
        Map<String, TreeSet<Long>> passed = new HashMap<>();
        Map<String, Long> awaited = new HashMap<>();
        int rewinds = 0;
        int brought = 0;
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            String place = words[0] + " " + words[2];
            long offset = Long.parseLong(words[3]);
            if (words[1].equals("rewind")) {
                rewinds++;
                awaited.put(
                        place,
                        passed.computeIfAbsent(place, added -> new TreeSet<>()).ceiling(offset));
                continue;
            }
            Long expected = awaited.remove(place);
            if (expected != null) {
                assertThat(offset).as(line).isEqualTo(expected);
                brought++;
            }
            passed.computeIfAbsent(place, added -> new TreeSet<>()).add(offset);
        }
        assertThat(rewinds).isGreaterThanOrEqualTo(10);
        assertThat(brought).isGreaterThanOrEqualTo(8);
    }

    /** Sends events, of which some come a second time and some are late. */
    private static List<Event> send(String topic, int from) {
        Random random = new Random(7);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            boolean again = random.nextInt(5) == 0;
            int number = from + (again ? Math.max(i - 1 - random.nextInt(30), 0) : i);
            boolean late = random.nextInt(6) == 0;
            long time = START + (from + i) * 10L - (late ? random.nextInt(1_000) : random.nextInt(20));
            events.add(new Event(number % PARTITIONS, number, time));
        }
        createTopic(topic);
        SentRecords.send(
                broker,
                events.stream()
                        .map(event -> new ProducerRecord<>(
                                topic, event.partition, event.time, "k" + event.number, "" + event.number))
                        .toList());
        return events;
    }

    private static void createTopic(String topic) {
        try {
            if (!broker.admin().listTopics().names().get().contains(topic)) {
                broker.createTopic(topic, PARTITIONS, Map.of("retention.ms", "-1"));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Expected expected(List<Event> events) {
        Map<String, Long> late = new HashMap<>();
        Set<String> passing = new TreeSet<>();
        Set<Integer> numbers = new TreeSet<>();
        Map<Integer, Long> greatest = new HashMap<>();
        Map<Integer, Integer> offsets = new HashMap<>();
        for (Event event : events) {
            String place = event.partition + "@" + (offsets.merge(event.partition, 1, Integer::sum) - 1);
            long seen = greatest.merge(event.partition, event.time, Math::max);
            if (seen - ALLOWED > event.time) {
                late.put(place, seen - ALLOWED - event.time);
            }
            if (numbers.add(event.number)) {
                passing.add(place);
            }
        }
        return new Expected(late, passing);
    }

    /** Returns by how much the events that pass are late, by number. */
    private static Map<Integer, List<Long>> numbered(List<Event> events, Expected expected) {
        Map<Integer, List<Long>> numbered = new TreeMap<>();
        Map<Integer, Integer> offsets = new HashMap<>();
        for (Event event : events) {
            String place = event.partition + "@" + (offsets.merge(event.partition, 1, Integer::sum) - 1);
            if (expected.passing.contains(place)) {
                numbered.merge(event.number, List.of(expected.late.getOrDefault(place, 0L)), RepeatsIT::joined);
            }
        }
        return numbered;
    }

    private static List<Event> afterTheLastThatPassed(List<Event> events, Expected expected) {
        Map<Integer, List<Event>> last = new TreeMap<>();
        Map<Integer, Integer> offsets = new HashMap<>();
        for (Event event : events) {
            String place = event.partition + "@" + (offsets.merge(event.partition, 1, Integer::sum) - 1);
            List<Event> since = last.computeIfAbsent(event.partition, added -> new ArrayList<>());
            since.add(event);
            if (expected.passing.contains(place)) {
                since.clear();
            }
        }
        List<Event> all = new ArrayList<>();
        last.values().forEach(all::addAll);
        return all;
    }

    private static List<Long> joined(List<Long> one, List<Long> other) {
        List<Long> both = new ArrayList<>(one);
        both.addAll(other);
        Collections.sort(both);
        return both;
    }

    /** Returns by how much the events that came out of the source are late, by number, when there are as many. */
    private static Map<Integer, List<Long>> out(int count) {
        return Await.until(count + " events", SOON, () -> {
            Map<Integer, List<Long>> out = new TreeMap<>();
            int found = 0;
            try (TopicContents contents = new TopicContents(broker.bootstrapServers(), "orders-once", PARTITIONS)) {
                for (List<ConsumerRecord<String, String>> partition : contents.toTheEnd()) {
                    for (ConsumerRecord<String, String> each : partition) {
                        out.merge(Integer.valueOf(each.value()), List.of(late(each)), RepeatsIT::joined);
                        found++;
                    }
                }
            }
            return found < count ? null : out;
        });
    }

    private static long late(ConsumerRecord<String, String> message) {
        return message.headers().lastHeader("freshet.late") == null
                ? 0
                : Long.parseLong(
                        new String(message.headers().lastHeader("freshet.late").value(), UTF_8));
    }

    private static void awaitNumbers(List<Event> events) {
        Set<Integer> numbers = events.stream().map(Event::number).collect(Collectors.toSet());
        Await.untilTrue("all events of " + events.get(0).number, SOON, () -> puts().stream()
                .map(Put::number)
                .collect(Collectors.toSet())
                .containsAll(numbers));
    }

    private static List<Put> puts() {
        return lines().stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[1].equals("put"))
                .map(words -> new Put(
                        words[0],
                        Integer.parseInt(words[2]),
                        Long.parseLong(words[3]),
                        Integer.parseInt(words[4]),
                        Long.parseLong(words[5])))
                .toList();
    }

    /** Returns the lines that are whole: a killed worker may have left half a one. */
    private static List<String> lines() {
        try {
            Path file = folder.resolve("sink.txt");
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.matches("\\w+ (put \\d+ \\d+ \\d+ \\d+|rewind \\d+ \\d+)"))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> source() {
        Map<String, String> config = transformed(1);
        config.put("connector.class", "io.freshet.connect.topic.TopicSourceConnector");
        config.put("topics", "orders");
        config.put("topic.format", "${topic}-once");
        config.put("source.bootstrap.servers", broker.bootstrapServers());
        config.put("producer.override.value.serializer", FlakySerializer.class.getName());
        return config;
    }

    private static Map<String, String> sink(int tasks) {
        Map<String, String> config = transformed(tasks);
        config.put("connector.class", RewindingSink.class.getName());
        config.put("topics", "clicks");
        config.put("file", folder.resolve("sink.txt").toString());
        config.put("consumer.override.max.poll.records", "20");
        config.put("consumer.override.session.timeout.ms", "6000");
        return config;
    }

    private static Map<String, String> transformed(int tasks) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("tasks.max", "" + tasks);
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("transforms", "late,once");
        config.put("transforms.late.type", "io.freshet.transforms.late.LateEvents");
        config.put("transforms.late.allowed.lateness", ALLOWED + "ms");
        config.put("transforms.once.type", "io.freshet.transforms.dedup.Deduplicate$Value");
        config.put("transforms.once.key", ".");
        config.put("transforms.once.window", "1d");
        return config;
    }
}

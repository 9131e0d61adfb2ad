package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay of what was written between two times, of which a transformation drops nearly all, on a worker that is killed again and
 * again: it ends by itself, at the place that was found at first, and can be had once more.
 */
class ReplayIT {
    private static final int PARTITIONS = 3;
    private static final int BEFORE = 5_000;
    private static final int BETWEEN = 100_000;
    private static final int AFTER = 5_000;
    private static final int ONE_IN = 100;
    private static final int KILLS = 3;
    private static final long TIME = 1_700_000_000_000L;
    private static final Instant START = Instant.ofEpochMilli(TIME + BEFORE);
    private static final Instant END = Instant.ofEpochMilli(TIME + BEFORE + BETWEEN);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void replay_workerKilledThreeTimes_isExactlyWhatLiesBetweenAndStaysAtItsEnd(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        try (KafkaBroker broker = KafkaBroker.builder().start();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .folder(folder.resolve("worker"))
                        .plugins(Freshet.unpackArchive(folder.resolve("plugins")))
                        .exactlyOnce()
                        .config("rebalance.timeout.ms", "6000")
                        .config("session.timeout.ms", "6000")
                        .config("heartbeat.interval.ms", "1000")
                        .start()) {
            broker.createTopic("events", PARTITIONS, Map.of("retention.ms", "-1"));
            broker.createTopic("events-v2", PARTITIONS, Map.of("retention.ms", "-1"));
            write(broker, 0, BEFORE + BETWEEN + AFTER);
            worker.connectors().put("replay", connector(broker));
            worker.connectors().awaitRunning("replay", 2, PATIENCE);
            try (TopicContents output = new TopicContents(broker.bootstrapServers(), "events-v2", PARTITIONS)) {
                int expected = PARTITIONS * BETWEEN / ONE_IN;
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = expected * kill / (KILLS + 2);
                    Await.untilTrue(enough + " records", PATIENCE, () -> {
                        restartRefusedTasks(worker);
                        return output.count() >= enough;
                    });
                    worker.kill9();
                    assertThat(output.count()).as("it was killed in the middle").isLessThan(expected);
                    worker.start();
                }
                awaitEnd(worker);
                assertThat(keys(output)).isEqualTo(expectedKeys());

                // Records of the same times, written later, are not what was to be replayed.
                write(broker, BEFORE, AFTER);
                worker.stop();
                worker.start();
                worker.connectors().awaitRunning("replay", 2, PATIENCE);
                assertThat(offsets(worker)).isEqualTo(ended());
                assertThat(keys(output)).isEqualTo(expectedKeys());

                once_more(worker, output);
            }
        }
    }

    private static void once_more(ConnectWorker worker, TopicContents output) {
        worker.connectors().request("PUT", "/connectors/replay/stop", null);
        Await.untilTrue("the connector to stop", PATIENCE, () -> worker.connectors()
                .status("replay")
                .path("connector")
                .path("state")
                .asText()
                .equals("STOPPED"));
        assertThatThrownBy(() -> patch(worker, -1)).hasStackTraceContaining("The stored offset of events-1 must be ");
        patch(worker, BEFORE);
        worker.connectors().request("PUT", "/connectors/replay/resume", null);
        awaitEnd(worker);

        List<List<String>> twice = expectedKeys();
        twice.get(1).addAll(List.copyOf(twice.get(1)));
        assertThat(keys(output)).isEqualTo(twice);
    }

    private static void patch(ConnectWorker worker, long offset) {
        worker.connectors()
                .request(
                        "PATCH",
                        "/connectors/replay/offsets",
                        "{\"offsets\":[{\"partition\":{\"topic\":\"events\",\"partition\":1},\"offset\":{\"offset\":"
                                + offset + "}}]}");
    }

    private static void awaitEnd(ConnectWorker worker) {
        Await.untilTrue("the end", PATIENCE, () -> {
            restartRefusedTasks(worker);
            return offsets(worker).equals(ended());
        });
    }

    /**
     * Kafka 4.3's brokers refuse now and then the first transaction of a producer that has just taken over, and a machine that
     * stands still for seconds lets one time out. Either fails the task; who runs a connector starts it again. Nothing is lost
     * or doubled by that.
     */
    private static void restartRefusedTasks(ConnectWorker worker) {
        for (JsonNode task : worker.connectors().status("replay").path("tasks")) {
            if (task.path("state").asText().equals("FAILED")) {
                assertThat(task.path("trace").asText())
                        .containsPattern("InvalidTxnState|ProducerFenced|InvalidProducerEpoch|TimeoutException");
                worker.connectors()
                        .request(
                                "POST",
                                "/connectors/replay/tasks/" + task.path("id").asInt() + "/restart",
                                null);
            }
        }
    }

    private static Map<Integer, String> ended() {
        Map<Integer, String> ended = new TreeMap<>();
        long end = BEFORE + BETWEEN;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ended.put(partition, end + " of " + end + " until " + END);
        }
        return ended;
    }

    private static Map<Integer, String> offsets(ConnectWorker worker) {
        Map<Integer, String> offsets = new TreeMap<>();
        for (JsonNode stored :
                worker.connectors().get("/connectors/replay/offsets").path("offsets")) {
            assertThat(stored.path("partition").path("topic").asText()).isEqualTo("events");
            JsonNode offset = stored.path("offset");
            offsets.put(
                    stored.path("partition").path("partition").asInt(),
                    offset.path("offset").asLong() + " of " + offset.path("end").asLong() + " until "
                            + offset.path("until").asText());
        }
        return offsets;
    }

    private static List<List<String>> keys(TopicContents output) {
        List<List<String>> keys = new ArrayList<>();
        output.toTheEnd()
                .forEach(records ->
                        keys.add(records.stream().map(ConsumerRecord::key).toList()));
        return keys;
    }

    private static List<List<String>> expectedKeys() {
        List<List<String>> keys = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            keys.add(new ArrayList<>());
            for (int i = BEFORE; i < BEFORE + BETWEEN; i++) {
                if (isKept(i)) {
                    keys.get(partition).add("event " + i);
                }
            }
        }
        return keys;
    }

    private static boolean isKept(int event) {
        return event % ONE_IN == 0;
    }

    private static void write(KafkaBroker broker, int first, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = first; i < first + count; i++) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    ProducerRecord<String, String> record =
                            new ProducerRecord<>("events", partition, TIME + i, "event " + i, "of " + partition);
                    if (!isKept(i)) {
                        record.headers().add("drop", new byte[0]);
                    }
                    sent.add(producer.send(record));
                }
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The recipe of the README, with a topic and times of its own. */
    private static Map<String, String> connector(KafkaBroker broker) {
        Map<String, String> config = new Recipes("connect-plugins")
                .settings(
                        1,
                        Map.of(
                                "\"flights\"", "\"events\"",
                                "localhost:9092", broker.bootstrapServers(),
                                "2026-11-01T00:00:00Z", START.toString(),
                                "2026-11-08T00:00:00Z", END.toString()));
        assertThat(config).containsEntry("start", START.toString()).containsEntry("end", END.toString());
        config.remove("name");
        config.put("progress.interval.ms", "500");
        // Slow enough to be killed in the middle.
        config.put("source.consumer.max.poll.records", "50");
        config.put("transaction.boundary.interval.ms", "100");
        config.put("producer.override.transaction.timeout.ms", "10000");
        return config;
    }
}

package io.freshet.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** A group that reads a topic in a way that is known, and how old what it has not read is in truth. Times are in seconds. */
final class LagScenario {
    private final String name;
    private final Writing writing;
    private final Reading reading;
    /** By offset: when a record came that readers may read. */
    private final NavigableMap<Long, Double> written = new TreeMap<>();
    /** By time: what was committed. */
    private final NavigableMap<Double, Long> commits = new TreeMap<>();

    private final List<Double> errors = new ArrayList<>();
    private double lastLook;

    /** How many records are written so long after the start. */
    @FunctionalInterface
    interface Writing {
        int records(double elapsed);
    }

    /** Up to which time a reader has read, so long after the start, both in seconds from there. */
    @FunctionalInterface
    interface Reading {
        double upTo(double elapsed);
    }

    LagScenario(String name, Writing writing, Reading reading) {
        this.name = name;
        this.writing = writing;
        this.reading = reading;
    }

    String name() {
        return name;
    }

    boolean isTransactional() {
        return name.startsWith("transactions");
    }

    boolean isCompacted() {
        return name.equals("compacted");
    }

    /** Writes what is due; of transactions every second one is aborted. */
    void write(Producer<String, String> producer, double elapsed, int step)
            throws ExecutionException, InterruptedException {
        int count = writing.records(elapsed);
        boolean aborted = isTransactional() && step % 2 == 1;
        if (count == 0) {
            return;
        }
        if (isTransactional()) {
            producer.beginTransaction();
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(producer.send(new ProducerRecord<>(name, "key " + i, "v")));
        }
        producer.flush();
        if (isTransactional() && aborted) {
            producer.abortTransaction();
        } else if (isTransactional()) {
            producer.commitTransaction();
        }
        if (!aborted) {
            for (Future<RecordMetadata> one : sent) {
                written.put(one.get().offset(), one.get().timestamp() / 1e3);
            }
        }
    }

    /** Commits the offset after the last record that its reader has read by now. */
    void commit(Admin admin, double start, double elapsed) throws ExecutionException, InterruptedException {
        double upTo = start + reading.upTo(elapsed);
        long next = written.entrySet().stream()
                .filter(record -> record.getValue() <= upTo)
                .mapToLong(record -> record.getKey() + 1)
                .max()
                .orElse(0);
        admin.alterConsumerGroupOffsets(name, Map.of(new TopicPartition(name, 0), new OffsetAndMetadata(next)))
                .all()
                .get();
        commits.put(System.currentTimeMillis() / 1e3, next);
    }

    /** Compares what was found at a time with the truth of that time. */
    void compare(double look, OptionalDouble seconds) {
        Map.Entry<Double, Long> commit = commits.floorEntry(look);
        if (look == lastLook || commit == null) {
            return;
        }
        lastLook = look;
        if (seconds.isPresent()) {
            double error = seconds.getAsDouble() - truth(commit.getValue(), look);
            // The next record that compaction has left may be younger than the one whose place it takes.
            errors.add(isCompacted() && seconds.getAsDouble() >= 0 ? Math.max(0, error) : Math.abs(error));
        }
    }

    private double truth(long committed, double look) {
        return written.tailMap(committed, true).values().stream()
                .filter(time -> time <= look)
                .findFirst()
                .map(time -> look - time)
                .orElse(0.0);
    }

    /** How far from the truth it was, at each look that told. */
    List<Double> errors() {
        return errors.stream().sorted().toList();
    }
}

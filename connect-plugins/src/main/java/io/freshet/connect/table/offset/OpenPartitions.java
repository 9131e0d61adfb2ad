package io.freshet.connect.table.offset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The partitions that a task has opened, and how far it has written each. */
public final class OpenPartitions {

    private final Map<TopicPartition, Place> places = new HashMap<>();
    private final Set<TopicPartition> unclaimed = new HashSet<>();

    /** Whose records are left out as long as the worker delivers the same batch again: it was read from a wrong place. */
    private final Set<TopicPartition> leftOut = new HashSet<>();

    /**
     * @param sought where reading was asked to go on
     * @param start the first offset that this task was given
     */
    private record Place(long epoch, long next, long sought, long start) {
        Place at(long offset) {
            return new Place(epoch, offset, sought, start);
        }

        Place soughtAt(long offset) {
            return new Place(epoch, next, offset, start);
        }

        Place startedAt(long offset) {
            return new Place(epoch, next, sought, offset);
        }
    }

    public void open(Collection<TopicPartition> partitions) {
        unclaimed.addAll(partitions);
    }

    public void close(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            places.remove(partition);
            unclaimed.remove(partition);
            leftOut.remove(partition);
        });
    }

    public Set<TopicPartition> unclaimed() {
        return unclaimed;
    }

    /** Takes over what the database says of partitions; returns where reading has to go on, where that is known. */
    public Map<TopicPartition, Long> claimed(Map<TopicPartition, Claim> claims) {
        Map<TopicPartition, Long> seeks = new HashMap<>();
        claims.forEach((partition, claim) -> {
            Place before = places.get(partition);
            long start = before == null ? Claim.UNKNOWN : before.start;
            // Where the database has lost all that this task has written, it goes back to where it began.
            long sought = claim.isStarted() ? claim.next() : start;
            places.put(partition, new Place(claim.epoch(), claim.next(), sought, start));
            if (sought != Claim.UNKNOWN) {
                seeks.put(partition, sought);
            }
        });
        unclaimed.removeAll(claims.keySet());
        return seeks;
    }

    /** Leaves out the records of partitions in the batch at hand: reading goes on elsewhere. */
    public void leaveOut(Collection<TopicPartition> partitions) {
        leftOut.addAll(partitions);
    }

    /**
     * Looks whether reading went on where it was asked to. Where it cannot, the consumer starts anew without a word, and records of
     * a topic that was made again would pass for those that are in the tables already.
     *
     * @throws ConnectException if the topic does not have the place that the database knows
     */
    public void checkPlace(Collection<SinkRecord> records) {
        Delivery delivery = null;
        for (SinkRecord record : records) {
            delivery = delivery(record, delivery);
            Place place = delivery.place;
            if (place != null && !delivery.leftOut && record.originalKafkaOffset() < place.sought) {
                throw new ConnectException("The database has the records of " + delivery.partition + " up to offset "
                        + place.sought + ", and the topic goes on at " + record.originalKafkaOffset()
                        + ": it was made anew, or has lost records. Stop the connector and say with its offsets (PATCH or"
                        + " DELETE /connectors/<name>/offsets) where to go on");
            }
        }
    }

    /** Returns the records that are not in the tables yet. */
    public List<SinkRecord> unwritten(Collection<SinkRecord> records) {
        List<SinkRecord> unwritten = new ArrayList<>(records.size());
        Delivery delivery = null;
        for (SinkRecord record : records) {
            delivery = delivery(record, delivery);
            Place place = delivery.place;
            if (place != null && !delivery.leftOut && record.originalKafkaOffset() >= place.next) {
                unwritten.add(record);
            }
        }
        return unwritten;
    }

    /** Returns the offsets after these records. */
    public Map<TopicPartition, Long> after(List<SinkRecord> records) {
        Map<TopicPartition, Long> next =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        Delivery delivery = null;
        long highest = 0;
        for (int i = 0; i < records.size(); i++) {
            SinkRecord record = records.get(i);
            if (delivery == null || !delivery.isOf(record)) {
                delivery = delivery(record, delivery);
                start(delivery, record.originalKafkaOffset());
            }
            highest = Math.max(highest, record.originalKafkaOffset() + 1);
            if (i + 1 == records.size() || !delivery.isOf(records.get(i + 1))) {
                next.merge(delivery.partition, highest, Math::max);
                highest = 0;
            }
        }
        return next;
    }

    private void start(Delivery delivery, long offset) {
        Place place = delivery.place;
        if (place != null && place.start == Claim.UNKNOWN) {
            places.put(delivery.partition, place.startedAt(offset));
        }
    }

    /** What is known of the partition of records; most come in a row. */
    private record Delivery(TopicPartition partition, @Nullable Place place, boolean leftOut) {
        boolean isOf(SinkRecord record) {
            return partition.partition() == record.originalKafkaPartition()
                    && partition.topic().equals(record.originalTopic());
        }
    }

    /**
     * Returns where the record comes from, whatever transformations made of it.
     *
     * @param before that of the record before, often the same
     */
    private Delivery delivery(SinkRecord record, @Nullable Delivery before) {
        if (before != null && before.isOf(record)) {
            return before;
        }
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        return new Delivery(partition, places.get(partition), leftOut.contains(partition));
    }

    /**
     * Compares what the database says with what this task believes.
     *
     * @throws FencedException if another task has opened one of them since
     * @throws MovedException if the database has more or less than this task believes, which knows better from now on
     */
    public void check(Collection<TopicPartition> partitions, Map<TopicPartition, Claim> stored) {
        Map<TopicPartition, Long> behind = new HashMap<>();
        boolean moved = false;
        for (TopicPartition partition : partitions) {
            Place place = place(partition);
            Claim claim = stored.get(partition);
            if (claim == null || claim.epoch() < place.epoch) {
                // A crash of the database took the claim with it.
                unclaimed.add(partition);
                moved = true;
            } else if (claim.epoch() > place.epoch) {
                throw new FencedException(partition);
            } else if (claim.next() != place.next) {
                moved = true;
                places.put(partition, place.at(claim.next()));
                if (claim.next() < place.next) {
                    long sought = Math.max(claim.next(), place.start);
                    places.put(partition, place.at(claim.next()).soughtAt(sought));
                    behind.put(partition, sought);
                }
            }
        }
        if (moved) {
            throw new MovedException(behind);
        }
    }

    private Place place(TopicPartition partition) {
        Place place = places.get(partition);
        if (place == null) {
            throw new IllegalStateException("not open: " + partition);
        }
        return place;
    }

    /** Everything of the batch is in the tables. */
    public void written(Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) -> places.computeIfPresent(partition, (same, place) -> place.at(offset)));
        leftOut.clear();
    }
}

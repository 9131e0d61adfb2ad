package io.freshet.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The lag of groups by partition: as the command says in JSON, and as the brokers tell. */
record LagAnswer(Map<String, Map<String, Long>> lags, Map<String, Map<?, ?>> groups) {
    static LagAnswer parse(String said) {
        String line =
                said.lines().filter(one -> one.startsWith("{")).findFirst().orElseThrow(() -> new AssertionError(said));
        Map<?, ?> answer = (Map<?, ?>)
                Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(line));
        Map<String, Map<String, Long>> lags = new TreeMap<>();
        Map<String, Map<?, ?>> groups = new TreeMap<>();
        for (Object entry : (List<?>) Objects.requireNonNull(answer.get("groups"))) {
            Map<?, ?> group = (Map<?, ?>) entry;
            Map<String, Long> partitions = new TreeMap<>();
            for (Object one : (List<?>) Objects.requireNonNull(group.get("partitions"))) {
                Map<?, ?> partition = (Map<?, ?>) one;
                partitions.put(
                        partition.get("topic") + "-" + partition.get("partition"),
                        ((Number) Objects.requireNonNull(partition.get("lag"))).longValue());
            }
            lags.put(String.valueOf(group.get("group")), partitions);
            groups.put(String.valueOf(group.get("group")), group);
        }
        return new LagAnswer(lags, groups);
    }

    /** Of groups that commit. */
    static Map<String, Map<String, Long>> told(Admin admin, List<String> names)
            throws ExecutionException, InterruptedException {
        Map<String, Map<String, Long>> lags = new TreeMap<>();
        for (String name : names) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(name)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            Map<String, Long> partitions = new TreeMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) -> partitions.put(
                            partition.toString(), end.offset() - Objects.requireNonNull(committed.get(partition))));
            lags.put(name, partitions);
        }
        return lags;
    }

    /** What Kafka says itself of the share group {@code sharers}. */
    static Map<String, Long> shared(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, Long> lags = new TreeMap<>();
        admin.listShareGroupOffsets(Map.of("sharers", new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo("sharers")
                .get()
                .forEach((partition, info) -> {
                    // Null where the group has not been to the partition yet.
                    if (info != null) {
                        info.lag().ifPresent(lag -> lags.put(partition.toString(), lag));
                    }
                });
        return lags;
    }

    /** What {@code kafka-consumer-groups.sh --describe} prints: group, topic, partition, committed, end, lag. */
    static Map<String, Map<String, Long>> printed(String said) {
        Map<String, Map<String, Long>> lags = new TreeMap<>();
        for (String line : said.lines().toList()) {
            List<String> words = new ArrayList<>(List.of(line.trim().split(" +", -1)));
            if (words.size() >= 6
                    && words.get(5).matches("[0-9]+")
                    && words.get(3).matches("[0-9]+")) {
                lags.computeIfAbsent(words.get(0), missing -> new TreeMap<>())
                        .put(words.get(1) + "-" + words.get(2), Long.parseLong(words.get(5)));
            }
        }
        return lags;
    }
}

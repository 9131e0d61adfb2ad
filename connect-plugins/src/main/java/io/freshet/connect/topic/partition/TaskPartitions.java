package io.freshet.connect.topic.partition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;

/**
 * What one task reads, and how that travels in its settings: {@code flights:0,2,4;orders:1}. None of the separators is legal in
 * the name of a topic.
 *
 * @param index the task's number, from 0
 * @param known partitions that were there when the connector started
 * @param added partitions that appeared since: they are read from their beginning, whatever {@code start} says, because
 *     nothing that was written before they were noticed may be missed
 */
public record TaskPartitions(int index, List<TopicPartition> known, List<TopicPartition> added) {
    private static final String INDEX = "task.index";
    private static final String KNOWN = "task.partitions";
    private static final String ADDED = "task.partitions.added";

    public TaskPartitions {
        known = List.copyOf(known);
        added = List.copyOf(added);
    }

    /**
     * Deals the partitions out in their order, one to each task in turn. So the tasks differ by at most one partition, those
     * of a busy topic spread over all tasks, and equal input gives an equal split.
     */
    public static List<TaskPartitions> split(
            TopicSizes sizes, int maxTasks, Predicate<TopicPartition> thereAtTheStart) {
        List<TopicPartition> all = sizes.all();
        int tasks = Math.min(maxTasks, all.size());
        List<TaskPartitions> split = new ArrayList<>(tasks);
        for (int task = 0; task < tasks; task++) {
            List<TopicPartition> known = new ArrayList<>();
            List<TopicPartition> added = new ArrayList<>();
            for (int next = task; next < all.size(); next += tasks) {
                TopicPartition partition = all.get(next);
                (thereAtTheStart.test(partition) ? known : added).add(partition);
            }
            split.add(new TaskPartitions(task, known, added));
        }
        return split;
    }

    public List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>(known);
        all.addAll(added);
        return all;
    }

    public Map<String, String> settings() {
        return Map.of(INDEX, Integer.toString(index), KNOWN, encode(known), ADDED, encode(added));
    }

    public static TaskPartitions fromSettings(Map<String, String> settings) {
        try {
            return new TaskPartitions(
                    Integer.parseInt(required(settings, INDEX)),
                    decode(required(settings, KNOWN)),
                    decode(required(settings, ADDED)));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new ConfigException("The settings of a task, which its connector writes, cannot be read: " + e);
        }
    }

    private static String required(Map<String, String> settings, String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new ConfigException(key + ": written by the connector for each of its tasks, but missing");
        }
        return value;
    }

    private static String encode(List<TopicPartition> partitions) {
        Map<String, StringJoiner> byTopic = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new StringJoiner(",", topic + ":", ""))
                    .add(Integer.toString(partition.partition()));
        }
        StringJoiner text = new StringJoiner(";");
        byTopic.values().forEach(numbers -> text.add(numbers.toString()));
        return text.toString();
    }

    private static List<TopicPartition> decode(String text) {
        List<TopicPartition> partitions = new ArrayList<>();
        if (text.isEmpty()) {
            return partitions;
        }
        for (String topicAndNumbers : text.split(";", -1)) {
            int colon = topicAndNumbers.indexOf(':');
            String topic = topicAndNumbers.substring(0, colon);
            for (String number : topicAndNumbers.substring(colon + 1).split(",", -1)) {
                partitions.add(new TopicPartition(topic, Integer.parseInt(number)));
            }
        }
        return partitions;
    }
}

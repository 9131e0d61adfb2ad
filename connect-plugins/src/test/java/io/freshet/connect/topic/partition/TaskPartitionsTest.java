package io.freshet.connect.topic.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TaskPartitionsTest {
    private static final TopicSizes SIZES = TopicSizes.of(Map.of("orders", 2, "flights", 3));

    @Test
    void split_morePartitionsThanTasks_dealsThemOutInOrder() {
        assertThat(TaskPartitions.split(SIZES, 2, partition -> true))
                .containsExactly(
                        new TaskPartitions(
                                0,
                                List.of(partition("flights", 0), partition("flights", 2), partition("orders", 1)),
                                List.of()),
                        new TaskPartitions(1, List.of(partition("flights", 1), partition("orders", 0)), List.of()));
    }

    @Test
    void split_moreTasksThanPartitions_givesEachOne() {
        assertThat(TaskPartitions.split(SIZES, 10, partition -> true))
                .hasSize(5)
                .allSatisfy(task -> assertThat(task.all()).hasSize(1));
    }

    @Test
    void split_anyNumberOfTasks_givesEveryPartitionOnceAndEvenly() {
        TopicSizes sizes = TopicSizes.of(Map.of("a", 7, "b", 1, "c", 64, "d", 12));
        for (int max = 1; max <= 90; max++) {
            List<TaskPartitions> split = TaskPartitions.split(sizes, max, partition -> true);
            assertThat(split.stream().flatMap(task -> task.all().stream()))
                    .containsExactlyInAnyOrderElementsOf(sizes.all());
            int most = split.stream().mapToInt(task -> task.all().size()).max().orElseThrow();
            int fewest =
                    split.stream().mapToInt(task -> task.all().size()).min().orElseThrow();
            assertThat(most - fewest).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void split_partitionsThatAppearedLater_areKeptApart() {
        TopicSizes before = TopicSizes.of(Map.of("flights", 2));
        assertThat(TaskPartitions.split(SIZES, 1, before::has))
                .containsExactly(new TaskPartitions(
                        0,
                        List.of(partition("flights", 0), partition("flights", 1)),
                        List.of(partition("flights", 2), partition("orders", 0), partition("orders", 1))));
    }

    @Test
    void split_noTopics_givesNoTasks() {
        assertThat(TaskPartitions.split(TopicSizes.of(Map.of()), 3, partition -> true))
                .isEmpty();
    }

    @Test
    void settings_ofATask_readLikeTopicsAndNumbers() {
        TaskPartitions task = new TaskPartitions(
                4,
                List.of(partition("flights", 0), partition("flights", 12), partition("my.orders_v-2", 3)),
                List.of(partition("late", 0)));

        assertThat(task.settings())
                .containsOnly(
                        Map.entry("task.index", "4"),
                        Map.entry("task.partitions", "flights:0,12;my.orders_v-2:3"),
                        Map.entry("task.partitions.added", "late:0"));
        assertThat(TaskPartitions.fromSettings(task.settings())).isEqualTo(task);
    }

    @Test
    void fromSettings_missingOrBroken_isRefusedByName() {
        Map<String, String> settings = new HashMap<>(new TaskPartitions(0, List.of(), List.of()).settings());
        settings.remove("task.partitions");
        assertThatThrownBy(() -> TaskPartitions.fromSettings(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("task.partitions: written by the connector for each of its tasks, but missing");

        settings.put("task.partitions", "flights");
        assertThatThrownBy(() -> TaskPartitions.fromSettings(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The settings of a task");
    }

    private static TopicPartition partition(String topic, int number) {
        return new TopicPartition(topic, number);
    }
}

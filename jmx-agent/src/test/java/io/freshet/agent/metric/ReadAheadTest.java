package io.freshet.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private final List<String> reads = new ArrayList<>();
    private final SeriesTable table = new SeriesTable((plan, reason) -> {
        throw new AssertionError(reason);
    });

    @Test
    void readAhead_familiesOfPartitions_goesFromPartitionToPartition() {
        for (String family : List.of("a", "b")) {
            add(family, "orders", 2);
            add(family, "orders", 1);
            add(family, "bills", 1);
        }

        table.readAhead();

        assertThat(reads)
                .containsExactly("a bills 1", "b bills 1", "a orders 1", "b orders 1", "a orders 2", "b orders 2");
    }

    @Test
    void take_afterReadAhead_readsNothingAnewAndNothingTwice() {
        add("a", "orders", 1);
        table.readAhead();
        reads.clear();

        assertThat(taken()).containsExactly("a{topic=\"orders\",partition=\"1\"} 1.0");
        assertThat(reads).isEmpty();

        assertThat(taken()).hasSize(1);
        assertThat(reads).containsExactly("a orders 1");
    }

    @Test
    void readAhead_seriesComeAndGo_readsThoseThatAreThereOnce() {
        List<Series> series = new ArrayList<>();
        for (int partition = 0; partition < 100; partition++) {
            series.add(add("a", "orders", partition));
        }
        table.readAhead();
        series.subList(0, 60).forEach(table::remove);
        add("a", "orders", 1000);
        reads.clear();

        table.readAhead();

        assertThat(reads).hasSize(41).doesNotHaveDuplicates().contains("a orders 99", "a orders 1000");
    }

    @Test
    void readAhead_oneThatThrows_readsTheOthers() {
        table.add(SeriesPlan.number(
                new FamilyName("a", FamilyType.GAUGE), "help", "", List.of(new Label("partition", "1")), () -> {
                    throw new IllegalStateException("not now");
                }));
        add("a", "orders", 2);

        table.readAhead();

        assertThat(reads).containsExactly("a orders 2");
    }

    private Series add(String family, String topic, int partition) {
        List<Label> labels = List.of(new Label("topic", topic), new Label("partition", Integer.toString(partition)));
        return Objects.requireNonNull(
                table.add(SeriesPlan.number(new FamilyName(family, FamilyType.GAUGE), "help", "", labels, () -> {
                    reads.add(family + " " + topic + " " + partition);
                    return partition;
                })));
    }

    private List<String> taken() {
        List<String> lines = new ArrayList<>();
        for (Family family : table.families()) {
            family.forEach(series -> series.take(new NumberSink() {
                @Override
                public void number(double value) {
                    String labels = new String(series.labels(), StandardCharsets.UTF_8);
                    lines.add(family.name() + "{" + labels + "} " + value);
                }
            }));
        }
        return lines;
    }

    private abstract static class NumberSink implements SampleSink {
        @Override
        public void text(String value) {
            throw new AssertionError(value);
        }

        @Override
        public void state(byte[] label, boolean current) {
            throw new AssertionError();
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            throw new AssertionError();
        }
    }
}

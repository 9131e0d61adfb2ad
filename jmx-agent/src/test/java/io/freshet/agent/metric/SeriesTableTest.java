package io.freshet.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.metric.SeriesTable.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
    private final List<Refusal> refusals = new ArrayList<>();
    private final SeriesTable table = new SeriesTable((plan, reason) -> refusals.add(reason));

    @Test
    void add_sameNameAndLabels_isRefusedAndTakesOverLater() {
        Series first = add("a", FamilyType.GAUGE, 1, new Label("client_id", "x"));
        Series second = add("a", FamilyType.GAUGE, 2, new Label("client_id", "x"));
        Series third = add("a", FamilyType.GAUGE, 3, new Label("client_id", "x"));

        assertThat(values()).containsExactly("a 1.0");
        assertThat(refusals).containsExactly(Refusal.DUPLICATE, Refusal.DUPLICATE);

        table.remove(second);
        table.remove(first);
        assertThat(values()).containsExactly("a 3.0");

        table.remove(third);
        assertThat(table.families()).isEmpty();
    }

    @Test
    void add_emptyLabel_isTheSameAsNone() {
        add("a", FamilyType.GAUGE, 1);
        add("a", FamilyType.GAUGE, 2, new Label("user", ""));

        assertThat(values()).containsExactly("a 1.0");
        assertThat(refusals).containsExactly(Refusal.DUPLICATE);
    }

    @Test
    void add_sameNameOtherType_isRefused() {
        add("a_total", FamilyType.COUNTER, 1);

        assertThat(table.add(plan("a_total", FamilyType.GAUGE, 2))).isNull();

        assertThat(values()).containsExactly("a_total 1.0");
        assertThat(refusals).containsExactly(Refusal.CONFLICT);
    }

    @Test
    void add_nameOfAnothersSample_isRefusedUntilThatIsGone() {
        Distribution none = new FixedDistribution();
        Series summary = Objects.requireNonNull(table.add(
                SeriesPlan.distribution(new FamilyName("a", FamilyType.SUMMARY), "help", "", List.of(), none)));

        assertThat(table.add(plan("a_count", FamilyType.GAUGE, 2))).isNull();
        table.remove(summary);

        assertThat(table.add(plan("a_count", FamilyType.GAUGE, 2))).isNotNull();
    }

    @Test
    void add_moreThanThereMayBe_leavesOutWholeFamiliesLeastNeededFirst() {
        List<String> shed = new ArrayList<>();
        SeriesTable limited = new SeriesTable(new SeriesTable.RefusalListener() {
            @Override
            public void refused(SeriesPlan plan, Refusal reason) {
                refusals.add(reason);
            }

            @Override
            public void shed(FamilyName family, int series) {
                shed.add(family + " " + series);
            }
        });
        limited.rebuild(atMost(4), () -> {});
        Label topic = new Label("topic", "t");
        Series partition = Objects.requireNonNull(
                limited.add(plan("per_partition", FamilyType.GAUGE, 1, topic, new Label("partition", "0"))));
        limited.add(plan("per_partition", FamilyType.GAUGE, 1, topic, new Label("partition", "1")));
        limited.add(plan("per_topic", FamilyType.GAUGE, 1, topic).in(Profile.ALL));
        limited.add(plan("per_topic_known", FamilyType.GAUGE, 1, topic));

        limited.add(plan("broker_wide", FamilyType.GAUGE, 1));
        assertThat(shed).containsExactly("per_partition 2");
        limited.add(plan("per_partition", FamilyType.GAUGE, 1, topic, new Label("partition", "2")));
        assertThat(refusals).containsExactly(Refusal.BUDGET);
        limited.remove(partition);
        limited.add(plan("broker_wide_too", FamilyType.GAUGE, 1));
        limited.add(plan("freshet_agent_x", FamilyType.GAUGE, 1, topic));

        assertThat(shed).containsExactly("per_partition 2", "per_topic 1");
        assertThat(limited.families())
                .extracting(family -> family.name().sample())
                .containsExactly("broker_wide", "broker_wide_too", "freshet_agent_x", "per_topic_known");
    }

    @Test
    void rebuild_untilDone_showsWhatWasThere() {
        Series before = add("a", FamilyType.GAUGE, 1);
        table.addLasting(plan("own", FamilyType.GAUGE, 3));

        table.rebuild(Admission.OPEN, () -> {
            add("b", FamilyType.GAUGE, 2);
            assertThat(values()).containsExactly("a 1.0", "own 3.0");
            assertThat(table.isTaken("b")).isFalse();
        });

        assertThat(values()).containsExactly("b 2.0", "own 3.0");
        table.remove(before);
        assertThat(values()).containsExactly("b 2.0", "own 3.0");
    }

    private static Admission atMost(int samples) {
        return new Admission() {
            @Override
            public @Nullable Refusal refusal(SeriesPlan plan) {
                return null;
            }

            @Override
            public List<Label> labels() {
                return List.of();
            }

            @Override
            public int most() {
                return samples;
            }
        };
    }

    @Test
    void remove_manyOfMany_keepsTheOthersInOrder() {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(add("a", FamilyType.GAUGE, i, new Label("partition", "" + i)));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (i % 10 == 3) {
                expected.add("a " + (double) i);
            } else {
                table.remove(all.get(i));
            }
        }

        assertThat(values()).isEqualTo(expected);

        add("a", FamilyType.GAUGE, 1000, new Label("partition", "1000"));
        expected.add("a 1000.0");
        assertThat(values()).isEqualTo(expected);
    }

    @Test
    void forEach_duringChanges_seesEachSeriesAtMostOnce() {
        Series first = add("a", FamilyType.GAUGE, 1, new Label("p", "1"));
        add("a", FamilyType.GAUGE, 2, new Label("p", "2"));
        Family family = table.families().iterator().next();
        List<Series> seen = new ArrayList<>();

        family.forEach(series -> {
            seen.add(series);
            if (seen.size() == 1) {
                table.remove(first);
                add("a", FamilyType.GAUGE, 3, new Label("p", "3"));
            }
        });

        assertThat(seen).doesNotHaveDuplicates().hasSize(2);
        assertThat(values()).containsExactly("a 2.0", "a 3.0");
    }

    @Test
    void distribution_nothingNew_isNotSampledAgain() {
        FixedDistribution reading = new FixedDistribution();
        Series series = Objects.requireNonNull(table.add(
                SeriesPlan.distribution(new FamilyName("a", FamilyType.SUMMARY), "help", "", List.of(), reading)));
        Collected collected = new Collected();

        series.read(collected);
        assertThat(reading.snapshots).as("nothing observed yet").isZero();
        reading.count = 7;
        series.read(collected);
        series.read(collected);

        assertThat(reading.snapshots).isEqualTo(1);
    }

    @Test
    void distribution_gone_hasNoSample() {
        FixedDistribution reading = new FixedDistribution();
        reading.count = -1;
        Series series = Objects.requireNonNull(table.add(
                SeriesPlan.distribution(new FamilyName("a", FamilyType.SUMMARY), "help", "", List.of(), reading)));
        Collected collected = new Collected();

        series.read(collected);

        assertThat(collected.values).isEmpty();
    }

    @Test
    void states_eachOfTheSet_saysWhetherItIsTheOne() {
        FamilyName family = new FamilyName("a_status", FamilyType.STATESET);
        String[] current = {"running"};
        Series series = Objects.requireNonNull(table.add(
                SeriesPlan.states(family, "help", List.of(), List.of("running", "failed"), () -> current[0])));

        assertThat(states(series)).containsExactly("a_status=\"running\" true", "a_status=\"failed\" false");
        current[0] = "failed";
        assertThat(states(series)).containsExactly("a_status=\"running\" false", "a_status=\"failed\" true");
    }

    @Test
    void states_oneThatTheSetLacks_isAdded() {
        FamilyName family = new FamilyName("a_status", FamilyType.STATESET);
        Series series = Objects.requireNonNull(
                table.add(SeriesPlan.states(family, "help", List.of(), List.of("running"), () -> "melting")));

        assertThat(states(series)).containsExactly("a_status=\"running\" false", "a_status=\"melting\" true");
    }

    private static List<String> states(Series series) {
        Collected collected = new Collected();
        series.read(collected);
        return collected.states;
    }

    private Series add(String name, FamilyType type, double value, Label... labels) {
        return Objects.requireNonNull(table.add(plan(name, type, value, labels)));
    }

    private static SeriesPlan plan(String name, FamilyType type, double value, Label... labels) {
        return SeriesPlan.number(new FamilyName(name, type), "help", "", List.of(labels), () -> value);
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        for (Family family : table.families()) {
            Collected collected = new Collected();
            family.forEach(series -> series.read(collected));
            collected.values.forEach(value -> values.add(family.name() + " " + value));
        }
        return values;
    }

    private static final class Collected implements SampleSink {
        private final List<Double> values = new ArrayList<>();
        private final List<String> states = new ArrayList<>();

        @Override
        public void number(double value) {
            values.add(value);
        }

        @Override
        public void text(String value) {}

        @Override
        public void state(byte[] label, boolean current) {
            states.add(new String(label, StandardCharsets.UTF_8) + " " + current);
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            values.add((double) count);
        }
    }

    private static final class FixedDistribution implements Distribution {
        private long count;
        private int snapshots;

        @Override
        public long count() {
            return count;
        }

        @Override
        public double sum() {
            return 0;
        }

        @Override
        public void quantiles(double[] target) {
            snapshots++;
        }
    }
}

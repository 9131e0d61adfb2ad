package io.freshet.agent.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.config.AgentConfig;
import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.Profile;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private final List<String> refused = new ArrayList<>();
    private final SeriesTable table = new SeriesTable((plan, reason) -> refused.add(plan.family() + " " + reason));
    private double replicas = 3;
    private double underReplicated;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profile=essential                            | vital",
                "profile=standard                             | known vital",
                "profile=all                                  | known other vital",
                "profile=essential,series.add=oth*            | other vital",
                "profile=all,series.deny=*t*                  | known",
                "profile=all,series.allow=known;vital         | known vital",
                "profile=all,series.allow=*,series.deny=vital | known other",
            })
    void refusal_profileAndNames_leaveTheChosen(String options, String expected) {
        begin(options);
        take(gauge("vital").in(Profile.ESSENTIAL));
        take(gauge("known").in(Profile.STANDARD));
        take(gauge("other").in(Profile.ALL));

        assertThat(String.join(" ", lines())).isEqualTo(expected);
    }

    @Test
    void refusal_ownSeries_alwaysStay() {
        begin("profile=essential,series.deny=*");
        take(gauge("freshet_agent_info"));

        assertThat(lines()).containsExactly("freshet_agent_info");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic.deny=__*          | topic     | __consumer_offsets | orders",
                "topic.allow=orders*     | topic     | payments           | orders.eu",
                "client.deny=consumer-?  | client-id | consumer-1         | consumer-12",
                "client.deny=a           | clientId  | a                  | b",
                "group.allow=g1;g2       | group     | g3                 | g2",
                "partitions=none         | partition | 0                  |",
            })
    void choose_deniedKey_refuses(String options, String key, String denied, String allowed) {
        Selection selection = begin(options);

        assertThat(selection.choose(source("kafka.x", "y", new Label(key, denied)), List.of(gauge("a"))))
                .isEmpty();
        assertThat(refused).containsExactly("a DENIED");
        if (allowed != null) {
            assertThat(selection.choose(source("kafka.x", "y", new Label(key, allowed)), List.of(gauge("a"))))
                    .hasSize(1);
        }
        assertThat(selection.choose(source("kafka.x", "y"), List.of(gauge("a"))))
                .hasSize(1);
    }

    @Test
    void choose_leadersOnly_followsTheLeader() {
        Selection selection = begin("profile=all,partitions=leaders");
        // In either order: a log may turn up before its partition.
        log(selection);
        partition(selection);

        assertThat(values()).containsExactly("kafka_log 7.0", "replicas 3.0");
        replicas = 0;
        assertThat(values()).isEmpty();
        replicas = 3;
        assertThat(values()).containsExactly("kafka_log 7.0", "replicas 3.0");
        replicas = Absent.VALUE;
        assertThat(values()).as("the partition is gone from this broker").isEmpty();
    }

    @Test
    void choose_leadersOnly_keepsLogsWithoutPartition() {
        log(begin("profile=all,partitions=leaders"));

        assertThat(values()).containsExactly("kafka_log 7.0");
    }

    @Test
    void choose_abnormalOnly_showsPartitionsThatLackReplicas() {
        Selection selection = begin("profile=all,partitions=abnormal");
        partition(selection);
        log(selection);

        assertThat(values()).isEmpty();
        underReplicated = 1;
        assertThat(values()).containsExactly("kafka_log 7.0", "replicas 3.0");
    }

    @Test
    void choose_allPartitions_asksNobody() {
        Selection selection = begin("profile=all");
        partition(selection);
        replicas = 0;

        assertThat(values()).containsExactly("replicas 0.0");
    }

    @Test
    void labels_eachSeries_hasThem() {
        Selection selection = begin("profile=all,labels.cluster=eu,labels.topic=mine");
        take(SeriesPlan.number(
                new FamilyName("a", FamilyType.GAUGE), "", "", List.of(new Label("topic", "orders")), () -> 1));
        ForeignFamily foreign = new ForeignFamily(
                new FamilyName("jvm", FamilyType.GAUGE),
                "",
                "",
                List.of(new ForeignFamily.Sample("jvm", List.of(new Label("area", "heap")), 1)));

        assertThat(table.families().stream().flatMap(SelectionTest::labels))
                .containsExactly("topic=\"orders\",cluster=\"eu\"");
        assertThat(selection.choose(List.of(foreign)).get(0).samples())
                .extracting(sample -> new String(sample.labels(), StandardCharsets.UTF_8))
                .containsExactly("area=\"heap\",cluster=\"eu\",topic=\"mine\"");
    }

    @Test
    void choose_deniedForeignFamily_isLeftOut() {
        ForeignFamily foreign = new ForeignFamily(new FamilyName("jvm_a", FamilyType.GAUGE), "", "", List.of());

        assertThat(begin("series.deny=jvm_*").choose(List.of(foreign))).isEmpty();
    }

    private Selection begin(String options) {
        Selection selection = new Selection(
                AgentConfig.read(options, Map.of()).select(),
                (plan, reason) -> refused.add(plan.family() + " " + reason));
        table.rebuild(selection, () -> {});
        return selection;
    }

    private void take(SeriesPlan plan) {
        table.add(plan);
    }

    private void partition(Selection selection) {
        Label[] keys = {new Label("topic", "orders"), new Label("partition", "0")};
        MetricSource count = MetricSource.bean("kafka.cluster", "Partition", "ReplicasCount", List.of(keys))
                .gauge(() -> replicas);
        MetricSource under = MetricSource.bean("kafka.cluster", "Partition", "UnderReplicated", List.of(keys))
                .gauge(() -> underReplicated);
        SeriesPlan plan =
                SeriesPlan.number(new FamilyName("replicas", FamilyType.GAUGE), "", "", List.of(), () -> replicas);
        selection.choose(count, List.of(plan)).forEach(table::add);
        selection.choose(under, List.of());
    }

    private void log(Selection selection) {
        MetricSource size = source("kafka.log", "Log", new Label("topic", "orders"), new Label("partition", "0"));
        SeriesPlan plan = SeriesPlan.number(new FamilyName("kafka_log", FamilyType.GAUGE), "", "", List.of(), () -> 7);
        selection.choose(size, List.of(plan)).forEach(table::add);
    }

    private static MetricSource source(String domain, String type, Label... keys) {
        return MetricSource.bean(domain, type, "Size", List.of(keys)).gauge(() -> 7);
    }

    private static SeriesPlan gauge(String name) {
        return SeriesPlan.number(new FamilyName(name, FamilyType.GAUGE), "", "", List.of(), () -> 1);
    }

    private List<String> lines() {
        return table.families().stream().map(family -> family.name().sample()).toList();
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        table.families()
                .forEach(family -> family.forEach(series -> series.read(new SampleSink() {
                    @Override
                    public void number(double value) {
                        values.add(family.name() + " " + value);
                    }

                    @Override
                    public void text(String value) {}

                    @Override
                    public void state(byte[] label, boolean current) {}

                    @Override
                    public void distribution(long count, double sum, double[] quantiles) {}
                })));
        return values;
    }

    private static Stream<String> labels(Family family) {
        List<String> labels = new ArrayList<>();
        family.forEach(series -> labels.add(new String(series.labels(), StandardCharsets.UTF_8)));
        return labels.stream();
    }
}

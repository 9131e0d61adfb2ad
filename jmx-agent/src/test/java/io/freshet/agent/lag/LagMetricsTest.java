package io.freshet.agent.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.SeriesPlanner;
import io.freshet.agent.collect.Inventory;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.collect.lag.LagMetrics;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.agent.text.TableLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a look becomes on the page. */
class LagMetricsTest {
    private static final PartitionId PARTITION = new PartitionId("orders", 0);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AgentHealth health =
            new AgentHealth(new AgentLog(new PrintStream(said, true, StandardCharsets.UTF_8)));
    private final SeriesTable table = new SeriesTable(health);
    private final FakeCluster cluster = new FakeCluster();
    private final LagSampler sampler = new LagSampler(
            cluster, cluster, new LagOptions(name -> true, name -> true, 1_000, 1_000, 3, 20), () -> cluster.now);
    private @Nullable LagSnapshot latest;

    @BeforeEach
    void prepare() throws InterruptedException {
        cluster.log(PARTITION).produce(10, cluster.now);
        cluster.log(new PartitionId("orders", 1));
        cluster.group("readers").commits.put(PARTITION, Commit.at(10));
        cluster.group("readers").members = List.of(new Member("app", "/10.0.0.1", List.of(PARTITION)));
        sampler.look();
        cluster.now += 1_000;
        cluster.log(PARTITION).produce(4, cluster.now - 500);
        cluster.log(PARTITION).unstable = 1;
        latest = sampler.look();
    }

    @Test
    void catchUp_aLook_isEachSeries() throws IOException {
        metrics(10_000).catchUp();

        String labels = "{consumergroup=\"readers\",topic=\"orders\",partition=\"0\"}";
        String group = "{consumergroup=\"readers\"";
        assertThat(TableLines.of(table))
                .contains(
                        "kafka_consumergroup_lag" + labels + " 4",
                        "kafka_consumergroup_lag_stable" + labels + " 3",
                        "kafka_consumergroup_current_offset" + labels + " 10",
                        "kafka_consumergroup_expired_records" + labels + " 0",
                        "kafka_consumergroup_partition_status" + labels + " 0",
                        "kafka_consumergroup_lag_sum" + group + ",topic=\"orders\"} 4",
                        "kafka_consumergroup_partitions_without_commit" + group + ",topic=\"orders\"} 1",
                        "kafka_consumergroup_members" + group + "} 1",
                        "kafka_consumergroup_lag_trend" + group + "} 4",
                        "kafka_topic_partition_current_offset{topic=\"orders\",partition=\"0\"} 14",
                        "kafka_topic_partition_oldest_offset{topic=\"orders\",partition=\"0\"} 0",
                        "freshet_lag_incomplete{what=\"groups\"} 0")
                .anyMatch(line -> line.startsWith("kafka_consumergroup_lag_seconds" + labels + " 0."))
                .anyMatch(line -> line.startsWith("kafka_consumergroup_partition_owner_info{")
                        && line.contains("client_id=\"app\",host=\"/10.0.0.1\""))
                .noneMatch(line -> line.startsWith("kafka_consumergroup_commit_age_seconds"));
    }

    @Test
    void catchUp_groupGone_leavesNothingOfIt() throws Exception {
        LagMetrics metrics = metrics(10_000);
        metrics.catchUp();
        cluster.groups.clear();
        latest = sampler.look();
        metrics.catchUp();

        assertThat(TableLines.of(table)).noneMatch(line -> line.contains("readers") || line.contains("orders"));
    }

    @Test
    void catchUp_noLook_saysOnlyThatItIsMissing() throws IOException {
        LagMetrics metrics = metrics(10_000);
        metrics.catchUp();
        latest = null;
        metrics.catchUp();

        assertThat(TableLines.of(table))
                .contains("freshet_lag_incomplete{what=\"brokers\"} 1")
                .allMatch(line -> line.startsWith("freshet_lag_incomplete"));
    }

    @Test
    void catchUp_tooManyPartitions_leavesTheSums() throws IOException {
        metrics(5).catchUp();

        assertThat(TableLines.of(table))
                .anyMatch(line -> line.startsWith("kafka_consumergroup_lag_sum"))
                .noneMatch(line -> line.contains("partition=\""));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("kafka_consumergroup_lag is left out");
    }

    private LagMetrics metrics(int most) throws IOException {
        SeriesPlanner planner = new SeriesPlanner(Catalogue.read(), System::nanoTime);
        return new LagMetrics(() -> latest, new SourceShelf(new Inventory(table, planner::plan, health)), most, health);
    }
}

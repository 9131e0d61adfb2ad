package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.text.Sample;
import io.freshet.agent.text.Scrape;
import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.KafkaVersion;
import io.freshet.local.LocalClusterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lag as the brokers of a cluster tell it themselves, each of the groups that it coordinates. */
class BrokerLagIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OFFSETS = "__consumer_offsets";
    private static final List<String> COMMITTING =
            List.of("classics", "moderns", "leavers", "singles", "markers", "streamers");
    private static final Duration INTERVAL = Duration.ofSeconds(4);

    @Test
    void lag_ofAllBrokersTogether_isThatOfKafkaItselfWhateverMoves(@TempDir Path folder) throws Exception {
        try (LagCluster cluster = LagCluster.start(
                        KafkaVersion.V4_3,
                        3,
                        "lag.enabled=true,lag.interval=" + INTERVAL.toSeconds() + "s,naming=strimzi-jmx",
                        Map.of(
                                "offsets.topic.replication.factor", "3",
                                "transaction.state.log.replication.factor", "3",
                                "share.coordinator.state.topic.replication.factor", "3",
                                "broker.session.timeout.ms", "6000"));
                LagGroups groups = new LagGroups(cluster.bootstrapServers(), "orders")) {
            Admin admin = cluster.broker(1).admin();
            admin.createTopics(List.of(new NewTopic("orders", 6, (short) 3), new NewTopic("payments", 1, (short) 3)))
                    .all()
                    .get();
            long started = System.nanoTime();
            groups.produce(2_000);
            groups.streams("streamers", 100, folder);
            Consumer<String, String> classic = groups.member("classics", "classic", 300);
            groups.member("moderns", "consumer", 500);
            groups.empty("leavers", 700);
            groups.simple("singles", 2, 50);
            groups.share("sharers", 400);
            groups.transaction("payments", "markers");

            eachGroup_isToldOnce(cluster, admin);
            underLoad_lagIsThatOfOneInterval(cluster, groups, classic);
            commits_haveTheirTimes(cluster, started);
            aStreamsGroup_isToldWithItsStateAndMembers(cluster);
            ownClient_isNotToldOf(cluster);
            offsetsPartitionsMove_groupsAreToldByTheirNewCoordinators(cluster, admin);
            brokersAreRestartedInTurn_noGroupIsMissingForLong(cluster, admin);
            brokersAreKilled_groupsComeBack(cluster, admin);
            aDeletedGroup_isGone(cluster, admin);
        }
    }

    private static void eachGroup_isToldOnce(LagCluster cluster, Admin admin) throws Exception {
        awaitTruth(cluster, admin);
    }

    private static void underLoad_lagIsThatOfOneInterval(
            LagCluster cluster, LagGroups groups, Consumer<String, String> classic) throws Exception {
        groups.assertUnderLoad(
                classic, List.of(() -> ShownLag.whole(cluster.agentPorts()).lags()));
    }

    /**
     * Waits until each group is told, by one broker, with the lag that Kafka itself tells. Never by two meanwhile. Kafka is asked
     * each time: while something moves, it tells of a share group in part only.
     */
    private static ShownLag awaitTruth(LagCluster cluster, Admin admin) throws Exception {
        try {
            return Await.until("the lag that Kafka tells", SOON, () -> {
                ShownLag shown = ShownLag.of(cluster);
                assertNotTwice(cluster, shown);
                return shown.lags().equals(truthOrNone(admin)) ? shown : null;
            });
        } catch (LocalClusterException e) {
            ShownLag late = ShownLag.of(cluster);
            assertThat(late.lags()).as(e.getMessage()).isEqualTo(truth(admin));
            return late;
        }
    }

    private static Map<String, Map<String, Long>> truthOrNone(Admin admin) {
        try {
            return truth(admin);
        } catch (ExecutionException e) {
            // Whom it asks may be on the move.
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Map<String, Long>> truth(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, Map<String, Long>> lags = LagAnswer.told(admin, COMMITTING);
        lags.put("sharers", LagAnswer.shared(admin));
        return lags;
    }

    /** Between two pages a group may move, and the old coordinator may hear of it after the new one; never for long. */
    private static void assertNotTwice(LagCluster cluster, ShownLag shown) {
        Set<String> twice = new HashSet<>(shown.twice().keySet());
        if (!twice.isEmpty()) {
            Await.untilTrue("no group to be told twice any more of " + twice, INTERVAL.multipliedBy(2), () -> {
                twice.retainAll(ShownLag.of(cluster).twice().keySet());
                return twice.isEmpty();
            });
        }
    }

    /** Which only the coordinator knows: so it is its state that was read. */
    private static void commits_haveTheirTimes(LagCluster cluster, long started) {
        List<Sample> ages = new ArrayList<>();
        Await.untilTrue("the times of all commits", SOON, () -> {
            ages.clear();
            for (int id = 1; id <= cluster.count(); id++) {
                ages.addAll(
                        Scrape.text(cluster.agentPort(id)).samples("kafka_consumergroup_commit_age_seconds", Map.of()));
            }
            Set<String> groups = new HashSet<>();
            ages.forEach(sample -> groups.add(String.valueOf(sample.labels().get("consumergroup"))));
            return groups.containsAll(COMMITTING);
        });
        assertThat(ages).allSatisfy(age -> assertThat(age.value()).isBetween(0.0, (System.nanoTime() - started) / 1e9));
    }

    private static void aStreamsGroup_isToldWithItsStateAndMembers(LagCluster cluster) {
        Map<String, String> group = Map.of("consumergroup", "streamers");
        Await.untilTrue("the members of a Streams group", SOON, () -> {
            List<Sample> members = new ArrayList<>();
            List<@Nullable String> states = new ArrayList<>();
            for (int id = 1; id <= cluster.count(); id++) {
                Scrape scrape = Scrape.text(cluster.agentPort(id));
                members.addAll(scrape.samples("kafka_consumergroup_members", group));
                scrape.samples("kafka_consumergroup_state", group).stream()
                        .filter(state -> state.value() == 1)
                        .forEach(state -> states.add(state.labels().get("kafka_consumergroup_state")));
            }
            return members.size() == 1 && members.get(0).value() == 1 && states.equals(List.of("Stable"));
        });
    }

    private static void ownClient_isNotToldOf(LagCluster cluster) {
        for (int id = 1; id <= cluster.count(); id++) {
            ShownLag.whole(List.of(cluster.agentPort(id)));
            Scrape scrape = Scrape.text(cluster.agentPort(id));
            assertThat(scrape.page()).doesNotContain("freshet-lag");
            assertThat(scrape.samples("freshet_agent_errors_total", Map.of())).allMatch(sample -> sample.value() == 0);
        }
    }

    private static void offsetsPartitionsMove_groupsAreToldByTheirNewCoordinators(LagCluster cluster, Admin admin)
            throws Exception {
        Map<String, Integer> before = tellers(awaitTruth(cluster, admin));
        Map<TopicPartition, Optional<NewPartitionReassignment>> moves = new HashMap<>();
        TopicDescription topic = Objects.requireNonNull(
                admin.describeTopics(List.of(OFFSETS)).allTopicNames().get().get(OFFSETS));
        for (TopicPartitionInfo partition : topic.partitions()) {
            List<Integer> replicas = new ArrayList<>();
            partition.replicas().forEach(node -> replicas.add(node.id()));
            replicas.remove((Integer) partition.leader().id());
            Collections.sort(replicas);
            replicas.add(partition.leader().id());
            moves.put(
                    new TopicPartition(OFFSETS, partition.partition()),
                    Optional.of(new NewPartitionReassignment(replicas)));
        }
        admin.alterPartitionReassignments(moves).all().get();

        Await.untilTrue("other brokers than " + before, SOON, () -> {
            // Not needed once it is done; not possible while a replica is behind.
            admin.electLeaders(ElectionType.PREFERRED, moves.keySet());
            ShownLag shown = ShownLag.of(cluster);
            assertNotTwice(cluster, shown);
            Map<String, Integer> after = tellers(shown);
            return after.keySet().equals(before.keySet())
                    && after.entrySet().stream()
                            .noneMatch(teller -> teller.getValue().equals(before.get(teller.getKey())));
        });
        awaitTruth(cluster, admin);
    }

    private static Map<String, Integer> tellers(ShownLag shown) {
        Map<String, Integer> tellers = new TreeMap<>();
        shown.byBroker()
                .forEach((group, brokers) ->
                        tellers.put(group, brokers.keySet().iterator().next()));
        return tellers;
    }

    /** Its clients go on, and each broker is back before the next one goes. */
    private static void brokersAreRestartedInTurn_noGroupIsMissingForLong(LagCluster cluster, Admin admin) {
        try (GroupGaps gaps = new GroupGaps(cluster, COMMITTING)) {
            for (int id = 1; id <= cluster.count(); id++) {
                KafkaBroker broker = cluster.broker(id);
                CompletableFuture<Void> restart = CompletableFuture.runAsync(() -> {
                    broker.stop();
                    broker.start();
                });
                Await.untilTrue("broker " + id + " and the lag that Kafka tells", SOON.multipliedBy(2), () -> {
                    ShownLag shown = gaps.look();
                    assertNotTwice(cluster, shown);
                    return restart.isDone() && shown.lags().equals(truthOrNone(admin));
                });
                restart.join();
            }
            assertThat(gaps.longest())
                    .allSatisfy((group, gap) ->
                            assertThat(gap).as("looks without %s", group).isLessThanOrEqualTo(2));
        }
    }

    /** Those of a broker that leaves no word, and the controller. */
    private static void brokersAreKilled_groupsComeBack(LagCluster cluster, Admin admin) throws Exception {
        cluster.broker(3).kill9();
        // Its groups are those of others now.
        awaitTruth(cluster, admin);
        cluster.broker(3).start();
        awaitTruth(cluster, admin);
        cluster.broker(1).kill9();
        cluster.broker(1).start();
        awaitTruth(cluster, admin);
    }

    private static void aDeletedGroup_isGone(LagCluster cluster, Admin admin) throws Exception {
        admin.deleteConsumerGroups(List.of("leavers")).all().get();

        for (int port : cluster.agentPorts()) {
            Await.untilTrue(
                    "the group to be gone", SOON, () -> !Scrape.page(port).contains("leavers"));
        }
    }
}

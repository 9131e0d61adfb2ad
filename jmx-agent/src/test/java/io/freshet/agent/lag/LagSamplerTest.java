package io.freshet.agent.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.lag.FakeCluster.FakeGroup;
import io.freshet.agent.lag.FakeCluster.FakeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LagSamplerTest {
    private static final long INTERVAL = 15_000;
    private static final PartitionId PARTITION = new PartitionId("orders", 0);
    private static final PartitionId SECOND = new PartitionId("orders", 1);

    private final FakeCluster cluster = new FakeCluster();
    private final LagSampler sampler = sampler(cluster, 8);

    private static LagSampler sampler(FakeCluster cluster, int rounds) {
        LagOptions options = new LagOptions(
                name -> !name.startsWith("not-"), name -> !name.startsWith("__"), INTERVAL, 10_000, 5, rounds);
        return new LagSampler(cluster, cluster, options, () -> cluster.now);
    }

    @Test
    void look_groupsAndTopicsThatAreNotWanted_areNotThere() throws InterruptedException {
        PartitionId internal = new PartitionId("__internal", 0);
        cluster.log(PARTITION).produce(10, cluster.now);
        cluster.log(internal).produce(10, cluster.now);
        commit("readers", PARTITION, 4);
        commit("readers", internal, 4);
        commit("not-this", PARTITION, 4);

        LagSnapshot snapshot = sampler.look();

        assertThat(snapshot.groups()).extracting(GroupLag::name).containsExactly("readers");
        assertThat(snapshot.groups().get(0).partitions())
                .extracting(PartitionLag::partition)
                .containsExactly(PARTITION);
        assertThat(snapshot.partitions()).containsOnlyKeys(PARTITION);
    }

    @Test
    void look_partitionWithoutCommit_hasNoLagAndIsCounted() throws InterruptedException {
        cluster.log(PARTITION).produce(10, cluster.now);
        cluster.log(SECOND).produce(10, cluster.now);
        commit("readers", PARTITION, 4);

        GroupLag group = only(sampler.look());

        assertThat(group.partitions()).hasSize(1);
        assertThat(group.withoutCommit()).isEqualTo(Map.of("orders", 1));
    }

    @Test
    void look_assignedButNothingCommitted_isCountedWithoutCommit() throws InterruptedException {
        cluster.log(PARTITION);
        cluster.log(SECOND);
        cluster.group("readers").members = List.of(new Member("app", "/10.0.0.1", List.of(PARTITION, SECOND)));

        GroupLag group = only(sampler.look());

        assertThat(group.partitions()).isEmpty();
        assertThat(group.withoutCommit()).isEqualTo(Map.of("orders", 2));
    }

    @Test
    void look_silentPartition_isMissingAndTheOthersAreThere() throws InterruptedException {
        cluster.log(PARTITION).produce(10, cluster.now);
        cluster.log(SECOND).produce(10, cluster.now);
        commit("readers", PARTITION, 4);
        commit("readers", SECOND, 4);
        sampler.look();
        cluster.silent.add(SECOND);

        LagSnapshot snapshot = next();

        assertThat(only(snapshot).partitions())
                .extracting(PartitionLag::partition)
                .containsExactly(PARTITION);
        assertThat(snapshot.missing().partitions()).isEqualTo(1);
        assertThat(snapshot.missing().isNothing()).isFalse();
    }

    @Test
    void look_topicMadeAnew_startsAnew() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        log.produce(100, cluster.now);
        commit("readers", PARTITION, 80);
        for (int i = 0; i < 6; i++) {
            next();
        }
        cluster.logs.remove(PARTITION);
        cluster.topicIds.put("orders", "another");
        cluster.log(PARTITION).produce(30, cluster.now);

        // The commit that was read is still that to the old topic.
        assertThat(only(next()).partitions()).isEmpty();
        commit("readers", PARTITION, 10);
        PartitionLag fresh = only(next()).partitions().get(0);

        assertThat(fresh.lag()).isEqualTo(20);
        assertThat(fresh.verdict()).isNotEqualTo(Verdict.REWIND);
    }

    @Test
    void look_commitToAnotherTopicOfThatName_isNone() throws InterruptedException {
        cluster.log(PARTITION).produce(30, cluster.now);
        cluster.group("readers").commits.put(PARTITION, Commit.at(10).ofTopic("of old"));

        assertThat(only(sampler.look()).partitions()).isEmpty();
    }

    @Test
    void look_groupDeleted_isGoneAtOnce_andStartsAnewWhenItComesBack() throws InterruptedException {
        cluster.log(PARTITION).produce(100, cluster.now);
        commit("readers", PARTITION, 90);
        next();
        FakeGroup group = cluster.group("readers");
        cluster.groups.clear();

        assertThat(next().groups()).isEmpty();
        group.commits.put(PARTITION, Commit.at(20));
        cluster.groups.put("readers", group);
        assertThat(only(next()).verdict()).isNotEqualTo(Verdict.REWIND);
    }

    @Test
    void look_groupNotReadOnce_keepsItsWindow() throws InterruptedException {
        cluster.log(PARTITION).produce(100, cluster.now);
        commit("readers", PARTITION, 90);
        next();
        cluster.unread.add("readers");
        assertThat(next().missing().groups()).isEqualTo(1);
        cluster.unread.clear();
        commit("readers", PARTITION, 20);

        assertThat(only(next()).verdict()).isEqualTo(Verdict.REWIND);
    }

    @Test
    void seconds_caughtUp_isZero() throws InterruptedException {
        cluster.log(PARTITION).produce(10, cluster.now - 1_000_000);
        commit("readers", PARTITION, 10);

        assertThat(only(sampler.look()).partitions().get(0).seconds()).isZero();
        assertThat(cluster.questions).isZero();
    }

    @Test
    void seconds_backlogOlderThanTheHistory_isFoundByTheTimesOfRecords() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        for (int i = 5_000; i > 0; i--) {
            log.produce(3, cluster.now - i * 60_000L);
        }
        commit("readers", PARTITION, 300);
        LagSampler once = sampler(cluster, 40);

        double truth = (cluster.now - log.timeOfNext(300)) / 1e3;
        assertThat(only(once.look()).partitions().get(0).seconds()).isBetween(truth * 0.94, truth * 1.06);
        int questions = cluster.questions;
        assertThat(questions).isLessThan(20);
        // Read once.
        cluster.now += INTERVAL;
        assertThat(only(once.look()).partitions().get(0).seconds()).isBetween(truth * 0.94, truth * 1.06 + 15);
        assertThat(cluster.questions).isEqualTo(questions);
    }

    @Test
    void seconds_firstRecordThereIs_isItsTime() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        log.produce(50, cluster.now - 40_000_000);
        log.start = 20;
        commit("readers", PARTITION, 5);

        PartitionLag lag = only(sampler(cluster, 40).look()).partitions().get(0);

        assertThat(lag.lag()).isEqualTo(30);
        assertThat(lag.expired()).isEqualTo(15);
        assertThat(lag.seconds()).isBetween(38_000.0, 42_000.0);
    }

    @Test
    void seconds_compacted_areThoseOfWhatIsLeft() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        for (int i = 0; i < 2_000; i++) {
            log.produce(1, cluster.now - (2_000 - i) * 60_000L);
        }
        for (int i = 0; i < 1_900; i++) {
            if (i % 50 != 0) {
                log.records.set(i, null);
            }
        }
        commit("readers", PARTITION, 501);

        double truth = (cluster.now - log.timeOfNext(501)) / 1e3;
        // The record before is fifty minutes older, of more than a day.
        assertThat(only(sampler(cluster, 40).look()).partitions().get(0).seconds())
                .isBetween(truth * 0.95, truth * 1.1);
    }

    @Test
    void seconds_allUpToTheOldestRecordWasCompacted_areThoseOfThatRecord() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        log.produce(50, cluster.now - 6_000);
        log.compact(0, 40);
        commit("readers", PARTITION, 30);
        LagSampler patient = sampler(cluster, 40);
        patient.look();
        cluster.now += INTERVAL;

        assertThat(only(patient.look()).partitions().get(0).seconds()).isEqualTo(21);
    }

    @Test
    void seconds_compactionGoesOnBetweenQuestions_areNeverThoseOfTheQuestions() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        log.produce(50, cluster.now - 6_000);
        log.produce(50, cluster.now - 3_000);
        log.compact(0, 40);
        commit("readers", PARTITION, 30);
        // Not enough to get to the beginning of all time at once.
        LagSampler hasty = sampler(cluster, 4);
        hasty.look();
        log.compact(40, 60);
        double seconds = Double.NaN;
        for (int look = 1; look < 10; look++) {
            cluster.now += INTERVAL;
            seconds = only(hasty.look()).partitions().get(0).seconds();
            assertThat(Double.isNaN(seconds) ? 0 : seconds).isLessThan(1_000);
        }

        assertThat(seconds).isEqualTo(138);
    }

    @Test
    void look_onlyMarkersAreLeft_isLagWithoutAgeAndWell() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        log.produce(10, cluster.now - 50_000);
        log.records.add(null);
        commit("readers", PARTITION, 10);
        cluster.group("readers").members = List.of(new Member("app", "/10.0.0.1", List.of(PARTITION)));
        for (int i = 0; i < 10; i++) {
            next();
        }

        PartitionLag idle = only(next()).partitions().get(0);

        assertThat(idle.lag()).isEqualTo(1);
        assertThat(idle.seconds()).isZero();
        assertThat(idle.verdict()).isEqualTo(Verdict.OK);
        assertThat(cluster.peeks).isEqualTo(1);
        log.produce(1, cluster.now + 1);
        assertThat(only(next()).partitions().get(0).seconds()).isPositive();
    }

    @Test
    void look_stuckBeforeTheLastRecord_isSeen() throws InterruptedException {
        cluster.log(PARTITION).produce(10, cluster.now);
        commit("readers", PARTITION, 9);
        cluster.group("readers").members = List.of(new Member("app", "/10.0.0.1", List.of(PARTITION)));
        for (int i = 0; i < 10; i++) {
            next();
        }

        assertThat(only(next()).verdict()).isEqualTo(Verdict.STALL);
        assertThat(cluster.peeks).isEqualTo(1);
    }

    /** Producers stamp, consumers have a known delay: the scenarios of LAG.md. */
    @Test
    void seconds_knownDelays_areFoundWithinOneInterval() throws InterruptedException {
        assertThat(medianError(look -> 50, delay -> 60_000)).isLessThanOrEqualTo(INTERVAL);
        assertThat(medianError(look -> look % 20 < 2 ? 500 : 0, delay -> 60_000))
                .isLessThanOrEqualTo(INTERVAL);
        assertThat(medianError(look -> 50, look -> look * INTERVAL / 2)).isLessThanOrEqualTo(INTERVAL);
        assertThat(medianError(look -> 50, look -> Math.max(0, 600_000 - look * 2_000L)))
                .isLessThanOrEqualTo(INTERVAL);
        assertThat(medianError(look -> look % 60 == 0 ? 1 : 0, delay -> 120_000))
                .isLessThanOrEqualTo(INTERVAL);
    }

    private static long medianError(Rate rate, Rate delay) throws InterruptedException {
        FakeCluster cluster = new FakeCluster();
        LagSampler sampler = sampler(cluster, 8);
        FakeLog log = cluster.log(PARTITION);
        List<Long> errors = new ArrayList<>();
        for (int look = 0; look < 400; look++) {
            long count = rate.at(look);
            for (int i = 1; i <= count; i++) {
                log.produce(1, cluster.now + INTERVAL * i / (count + 1));
            }
            cluster.now += INTERVAL;
            long readUntil = cluster.now - delay.at(look);
            long committed = log.records.stream()
                    .filter(time -> time != null && time <= readUntil)
                    .count();
            cluster.group("readers").commits.put(PARTITION, Commit.at(committed));
            PartitionLag lag = only(sampler.look()).partitions().get(0);
            if (lag.lag() > 0) {
                assertThat(lag.seconds()).isNotNaN().isNotNegative();
                long truth = cluster.now - log.timeOfNext(committed);
                errors.add(Math.abs(Math.round(lag.seconds() * 1e3) - truth));
            } else {
                assertThat(lag.seconds()).isZero();
            }
        }
        errors.sort(null);
        return errors.get(errors.size() / 2);
    }

    @Test
    void loss_retentionComesNearer_isTheTimeUntilItIsThere() throws InterruptedException {
        FakeLog log = cluster.log(PARTITION);
        log.produce(100_000, cluster.now);
        commit("readers", PARTITION, 5_000);
        PartitionLag lag = only(sampler.look()).partitions().get(0);
        assertThat(lag.secondsToLoss()).isNaN();
        for (int i = 1; i <= 10; i++) {
            log.start = i * 150L;
            lag = only(next()).partitions().get(0);
        }

        assertThat(lag.secondsToLoss()).isBetween(345.0, 355.0);
    }

    private LagSnapshot next() throws InterruptedException {
        cluster.now += INTERVAL;
        return sampler.look();
    }

    private void commit(String group, PartitionId partition, long offset) {
        cluster.group(group).commits.put(partition, Commit.at(offset));
    }

    private static GroupLag only(LagSnapshot snapshot) {
        assertThat(snapshot.groups()).hasSize(1);
        return snapshot.groups().get(0);
    }

    private interface Rate {
        long at(int look);
    }
}

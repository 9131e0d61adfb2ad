package io.freshet.agent.collect.lag;

import io.freshet.agent.collect.Origin;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.lag.GroupLag;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionEnds;
import io.freshet.agent.lag.PartitionId;
import io.freshet.agent.lag.PartitionLag;
import io.freshet.agent.lag.TopicLag;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The latest look at lag as metrics. When there are too many partitions, only sums are shown. */
public final class LagMetrics implements Origin {
    private static final String KAFKA = "kafka";
    private static final String GROUP = "consumergroup";
    private static final String TOPIC = "topic";
    private static final String OWN = "freshet";

    private final Supplier<@Nullable LagSnapshot> latest;
    private final SourceShelf shelf;
    private final AgentHealth health;
    private final int mostSamples;
    private final Rows<PartitionLag> partitions;
    private final Rows<Member> owners;
    private final Rows<TopicLag> topics;
    private final Rows<Integer> uncommitted;
    private final Rows<GroupLag> groups;
    private final Rows<PartitionEnds> ends;
    private final Rows<Integer> missing;
    private final Rows<LagSnapshot> looks;
    private @Nullable LagSnapshot shown;
    private boolean started;
    private boolean tooMany;

    /** What there is of single partitions is shown where that is so many samples at most. */
    public LagMetrics(Supplier<@Nullable LagSnapshot> latest, SourceShelf shelf, int mostSamples, AgentHealth health) {
        this.latest = latest;
        this.shelf = shelf;
        this.mostSamples = mostSamples;
        this.health = health;
        this.partitions = new Rows<>(
                shelf,
                List.of(
                        ofGroup("lag", PartitionLag::lag),
                        ofGroup("lag-seconds", PartitionLag::seconds),
                        ofGroup("lag-stable", PartitionLag::stableLag),
                        ofGroup("current-offset", PartitionLag::committed),
                        ofGroup("commit-age-seconds", PartitionLag::commitAge),
                        ofGroup("expired-records", PartitionLag::expired),
                        ofGroup("partition-status", one -> one.verdict().severity())));
        this.owners = new Rows<>(shelf, List.of(ofGroup("partition-owner-info", member -> 1)));
        this.topics = new Rows<>(
                shelf, List.of(ofGroup("lag-sum", TopicLag::lag), ofGroup("lag-seconds-max", TopicLag::seconds)));
        this.uncommitted = new Rows<>(shelf, List.of(ofGroup("partitions-without-commit", Integer::doubleValue)));
        this.groups = new Rows<>(
                shelf,
                List.of(
                        ofGroup("members", LagMetrics::members),
                        Column.text(KAFKA, GROUP, "state", GroupLag::state),
                        Column.text(KAFKA, GROUP, "status", LagMetrics::status),
                        ofGroup("lag-trend", group -> group.total().trend()),
                        ofGroup("catch-up-seconds", group -> group.total().secondsToCatchUp()),
                        ofGroup("loss-seconds", group -> group.total().secondsToLoss())));
        this.ends = new Rows<>(
                shelf,
                List.of(
                        Column.number(KAFKA, TOPIC, "partition-current-offset", PartitionEnds::highWatermark),
                        Column.number(KAFKA, TOPIC, "partition-oldest-offset", PartitionEnds::logStart)));
        this.missing = new Rows<>(shelf, List.of(Column.number(OWN, "lag", "incomplete", Integer::doubleValue)));
        this.looks = new Rows<>(
                shelf, List.of(Column.number(OWN, "lag", "look-timestamp-seconds", look -> look.timeMillis() / 1e3)));
    }

    private static <T> Column<T> ofGroup(String attribute, java.util.function.ToDoubleFunction<T> number) {
        return Column.number(KAFKA, GROUP, attribute, number);
    }

    private static double members(GroupLag group) {
        List<Member> members = group.members();
        return members == null ? Double.NaN : members.size();
    }

    private static String status(GroupLag group) {
        return group.verdict().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void catchUp() {
        LagSnapshot snapshot = latest.get();
        if (snapshot == shown && started) {
            return;
        }
        started = true;
        shown = snapshot;
        if (snapshot == null) {
            showNothing();
        } else {
            show(snapshot);
        }
    }

    /** Nothing is known, of any broker. */
    private void showNothing() {
        partitions.show(Map.of());
        owners.show(Map.of());
        topics.show(Map.of());
        uncommitted.show(Map.of());
        groups.show(Map.of());
        ends.show(Map.of());
        looks.show(Map.of());
        showMissing(1, 0, 0, 0);
    }

    private void show(LagSnapshot snapshot) {
        showGroups(snapshot);
        showTopics(snapshot);
        showPartitions(snapshot);
        LagSnapshot.Missing lacking = snapshot.missing();
        showMissing(lacking.brokers(), lacking.groups(), lacking.topics(), lacking.partitions());
        looks.show(Map.of(List.of(), snapshot));
    }

    private void showMissing(int ofBrokers, int ofGroups, int ofTopics, int ofPartitions) {
        missing.show(Map.of(
                List.of(new Label("what", "brokers")),
                ofBrokers,
                List.of(new Label("what", "groups")),
                ofGroups,
                List.of(new Label("what", "topics")),
                ofTopics,
                List.of(new Label("what", "partitions")),
                ofPartitions));
    }

    private void showGroups(LagSnapshot snapshot) {
        Map<List<Label>, GroupLag> all = new HashMap<>();
        snapshot.groups().forEach(group -> all.put(List.of(new Label(GROUP, group.name())), group));
        groups.show(all);
    }

    private void showTopics(LagSnapshot snapshot) {
        Map<List<Label>, TopicLag> sums = new HashMap<>();
        Map<List<Label>, Integer> without = new HashMap<>();
        for (GroupLag group : snapshot.groups()) {
            group.topics().forEach((topic, sum) -> sums.put(labels(group, topic), sum));
            group.withoutCommit().forEach((topic, count) -> without.put(labels(group, topic), count));
        }
        topics.show(sums);
        uncommitted.show(without);
    }

    private void showPartitions(LagSnapshot snapshot) {
        Map<List<Label>, PartitionLag> lags = new HashMap<>();
        Map<List<Label>, Member> owned = new HashMap<>();
        Map<List<Label>, PartitionEnds> all = new HashMap<>();
        if (fits(snapshot)) {
            for (GroupLag group : snapshot.groups()) {
                group.partitions().forEach(lag -> lags.put(labels(group, lag.partition()), lag));
                addOwners(group, owned);
            }
            snapshot.partitions().forEach((partition, end) -> all.put(labels(partition), end));
        }
        partitions.show(lags);
        owners.show(owned);
        ends.show(all);
    }

    private static void addOwners(GroupLag group, Map<List<Label>, Member> owned) {
        List<Member> members = group.members();
        if (members == null) {
            return;
        }
        for (Member member : members) {
            for (PartitionId partition : member.assigned()) {
                owned.put(
                        List.of(
                                new Label(GROUP, group.name()),
                                new Label(TOPIC, partition.topic()),
                                new Label("partition", String.valueOf(partition.partition())),
                                new Label("client_id", member.clientId()),
                                new Label("host", member.host())),
                        member);
            }
        }
    }

    private boolean fits(LagSnapshot snapshot) {
        long pairs = snapshot.groups().stream()
                .mapToLong(group -> group.partitions().size())
                .sum();
        // With its owner.
        boolean fits = pairs * (partitions.columns() + 1) <= mostSamples;
        if (!fits && !tooMany) {
            health.shed(new FamilyName("kafka_consumergroup_lag", FamilyType.GAUGE), (int) pairs);
        }
        tooMany = !fits;
        return fits;
    }

    private static List<Label> labels(GroupLag group, String topic) {
        return List.of(new Label(GROUP, group.name()), new Label(TOPIC, topic));
    }

    private static List<Label> labels(GroupLag group, PartitionId partition) {
        return List.of(
                new Label(GROUP, group.name()),
                new Label(TOPIC, partition.topic()),
                new Label("partition", String.valueOf(partition.partition())));
    }

    private static List<Label> labels(PartitionId partition) {
        return List.of(
                new Label(TOPIC, partition.topic()), new Label("partition", String.valueOf(partition.partition())));
    }

    @Override
    public void retake() {
        shelf.retake();
    }

    @Override
    public void close() {
        shelf.clear();
        partitions.clear();
        owners.clear();
        topics.clear();
        uncommitted.clear();
        groups.clear();
        ends.clear();
        missing.clear();
        looks.clear();
    }
}

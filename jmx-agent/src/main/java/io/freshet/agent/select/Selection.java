package io.freshet.agent.select;

import io.freshet.agent.config.NameChoice;
import io.freshet.agent.config.PartitionChoice;
import io.freshet.agent.config.SelectOptions;
import io.freshet.agent.metric.Admission;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesPlan;
import io.freshet.agent.metric.SeriesTable;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the settings say about series: by profile and name here, by what Kafka's keys say in {@link #choose}. */
public final class Selection implements Admission {
    private static final Set<String> TOPIC = Set.of("topic");
    private static final Set<String> CLIENT = Set.of("client-id", "clientId", "client_id");
    private static final Set<String> GROUP =
            Set.of("group", "groupId", "group-id", "group_id", "consumer-group", "consumergroup");
    private static final String PARTITION = "partition";

    /** Only the follower itself knows how far it is behind. */
    private static final String LAG_OF_FOLLOWER = "FetcherLagMetrics";

    private final SelectOptions options;
    private final SeriesTable.RefusalListener listener;
    private final LedPartitions led = new LedPartitions();

    public Selection(SelectOptions options, SeriesTable.RefusalListener listener) {
        this.options = options;
        this.listener = listener;
    }

    /** The plans for a metric, as far as it is to be exposed: none, or those that were made, perhaps with a condition. */
    public List<SeriesPlan> choose(MetricSource source, List<SeriesPlan> plans) {
        if (isDenied(source.labels())) {
            plans.forEach(plan -> listener.refused(plan, SeriesTable.Refusal.DENIED));
            return List.of();
        }
        BooleanSupplier condition = conditionOf(source);
        return condition == null
                ? plans
                : plans.stream().map(plan -> plan.onlyWhile(condition)).collect(Collectors.toUnmodifiableList());
    }

    /** The families of libraries, as far as they are to be exposed. */
    public List<ForeignFamily> choose(List<ForeignFamily> families) {
        return families.stream()
                .filter(family -> options.series().takes(family.name().sample()))
                .map(family -> family.with(options.labels()))
                .collect(Collectors.toList());
    }

    private boolean isDenied(List<Label> keys) {
        for (Label key : keys) {
            NameChoice choice = choiceFor(key.name());
            boolean partition =
                    options.partitions() == PartitionChoice.NONE && key.name().equals(PARTITION);
            if (partition || (choice != null && !choice.takes(key.value()))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable NameChoice choiceFor(String key) {
        return TOPIC.contains(key)
                ? options.topics()
                : CLIENT.contains(key) ? options.clients() : GROUP.contains(key) ? options.groups() : null;
    }

    private @Nullable BooleanSupplier conditionOf(MetricSource source) {
        PartitionChoice partitions = options.partitions();
        if (partitions == PartitionChoice.LEADERS && LedPartitions.has(source)) {
            return led.of(source)::isLed;
        }
        if (partitions == PartitionChoice.ABNORMAL) {
            if (LedPartitions.has(source)) {
                return led.of(source)::isAbnormal;
            }
            if (source.type().equals(LAG_OF_FOLLOWER) && source.kind() == MetricSource.Kind.GAUGE) {
                DoubleSupplier lag = source.number();
                return () -> lag.getAsDouble() > 0;
            }
        }
        return null;
    }

    @Override
    public SeriesTable.@Nullable Refusal refusal(SeriesPlan plan) {
        String name = plan.family().sample();
        if (name.startsWith("freshet_agent_")) {
            return null;
        }
        if (!options.series().takes(name)) {
            return SeriesTable.Refusal.DENIED;
        }
        boolean inProfile = plan.profile().compareTo(options.profile()) <= 0;
        return inProfile || options.added().takes(name) ? null : SeriesTable.Refusal.PROFILE;
    }

    @Override
    public List<Label> labels() {
        return options.labels();
    }

    @Override
    public int most() {
        return options.most();
    }
}

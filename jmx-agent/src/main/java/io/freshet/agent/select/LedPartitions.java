package io.freshet.agent.select;

import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The partitions that a broker has series about. Used by one thread at a time. */
final class LedPartitions {
    private static final String PARTITIONS = "kafka.cluster";
    private static final String LOGS = "kafka.log";
    private static final int FEW = 1_000;

    private final Map<List<String>, LedPartition> known = new HashMap<>();

    /** How many there may be before those that are gone are looked for. */
    private int enough = FEW;

    /** Whether a metric is about a partition that this broker has a replica of. */
    static boolean has(MetricSource source) {
        return isPartition(source)
                || (source.domain().equals(LOGS) && source.type().equals("Log"));
    }

    /** The partition that such a metric is about, which may tell more about it. */
    LedPartition of(MetricSource source) {
        List<String> key = source.labels().stream()
                .filter(label -> label.name().equals("topic") || label.name().equals("partition"))
                .map(Label::value)
                .collect(Collectors.toUnmodifiableList());
        forgetGone();
        LedPartition partition = known.computeIfAbsent(key, added -> new LedPartition());
        if (isPartition(source) && source.kind() == MetricSource.Kind.GAUGE) {
            partition.learn(source.name(), source.number());
        }
        return partition;
    }

    private static boolean isPartition(MetricSource source) {
        return source.domain().equals(PARTITIONS) && source.type().equals("Partition");
    }

    /** Now and then, when there are twice as many as were there the last time. */
    private void forgetGone() {
        if (known.size() > enough) {
            known.values().removeIf(LedPartition::isGone);
            enough = Math.max(FEW, known.size() * 2);
        }
    }
}

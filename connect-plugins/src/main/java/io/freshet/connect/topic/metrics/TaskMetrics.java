package io.freshet.connect.topic.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Meter;
import org.apache.kafka.common.utils.Time;

/** The metrics of one task, in Kafka's own registry, so that JMX and whoever else reads Kafka's metrics finds them. */
public final class TaskMetrics implements AutoCloseable {
    /** The domain of its MBeans. */
    public static final String DOMAIN = "freshet.connect";

    /** The type of its MBeans. */
    public static final String GROUP = "topic-source-task-metrics";

    private final Metrics registry;
    private final Map<String, String> tags;
    private final Sensor read;

    /** Written by the task, read by whoever asks. */
    private volatile Reading reading = new Reading(0, 0, 0);

    /**
     * Where the task is.
     *
     * @param behind offsets that lie before the ends of its partitions
     * @param partitions how many it reads
     * @param ended how many of them were read to their end
     */
    public record Reading(long behind, int partitions, int ended) {}

    public TaskMetrics(String connector, int task, LongSupplier progressRecords) {
        registry = new Metrics(
                new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext(DOMAIN));
        // The number of metrics, which every registry of Kafka's has, tells nobody anything.
        List.copyOf(registry.metrics().keySet()).forEach(registry::removeMetric);
        tags = Map.of("connector", connector, "task", Integer.toString(task));
        read = registry.sensor("read");
        read.add(new Meter(
                name("records-read-rate", "Records that were read, per second, lately."),
                name("records-read-total", "Records that were read since the task started.")));
        gauge(
                "records-behind",
                "Offsets before the end of all partitions: the one that was set, else the latest.",
                () -> reading.behind());
        gauge("partitions", "Partitions that the task reads.", () -> reading.partitions());
        gauge("partitions-ended", "Of these, those that were read to the end that was set.", () -> reading.ended());
        gauge(
                "end-reached",
                "1 when all partitions were read to the end that was set, else 0.",
                () -> reading.partitions() > 0 && reading.ended() == reading.partitions() ? 1 : 0);
        gauge("progress-records", "Records that were made to store how far reading has come.", progressRecords);
    }

    private void gauge(String attribute, String meaning, LongSupplier value) {
        registry.addMetric(name(attribute, meaning), (config, now) -> value.getAsLong());
    }

    private MetricName name(String attribute, String meaning) {
        return new MetricName(attribute, GROUP, meaning, tags);
    }

    /** Counts records that were read. */
    public void read(int records) {
        read.record(records);
    }

    /** Says where the task is now. */
    public void at(Reading now) {
        reading = now;
    }

    @Override
    public void close() {
        registry.close();
    }
}

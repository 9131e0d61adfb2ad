package io.freshet.transforms.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The metrics as JMX shows them. */
class WorkerMetricsTest {

    private final MBeanServer mbeans = ManagementFactory.getPlatformMBeanServer();
    private final WorkerMetrics metrics = new WorkerMetrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void set_gaugeAndCount_areAttributesUntilItIsClosed() throws JMException {
        WorkerMetrics.Set set = metrics.set(Metric.Group.TABLE, "db.airports-1")
                .gauge(Metric.ROWS, () -> 7)
                .count(Metric.CHANGES_APPLIED, () -> 12);

        assertThat(attributes("table-metrics,table=db.airports-1").keySet())
                .containsExactly("changes-applied-rate", "changes-applied-total", "rows");
        assertThat(attributes("table-metrics,table=db.airports-1"))
                .containsEntry("rows", 7.0)
                .containsEntry("changes-applied-total", 12.0);

        set.close();

        assertThat(beans()).isEmpty();
    }

    @Test
    void join_transformationsOfOneName_areCountedTogetherAndNeverBackwards() throws JMException {
        RecordCounts one = metrics.join("origin");
        RecordCounts two = metrics.join("origin");
        RecordCounts other = metrics.join("destination");
        one.increment(Metric.HITS);
        two.increment(Metric.HITS);
        two.add(Metric.GATE_WAIT, 1_500_000_000);
        other.increment(Metric.MISSES);

        assertThat(attributes("join-metrics,name=origin"))
                .containsEntry("hits-total", 2.0)
                .containsEntry("misses-total", 0.0)
                .containsEntry("gate-wait-seconds-total", 1.5);
        assertThat(attributes("join-metrics,name=destination")).containsEntry("misses-total", 1.0);

        two.close();
        two.close();
        one.increment(Metric.HITS);

        assertThat(attributes("join-metrics,name=origin"))
                .containsEntry("hits-total", 3.0)
                .containsEntry("gate-wait-seconds-total", 1.5);

        one.close();
        other.close();

        assertThat(beans()).isEmpty();
    }

    @Test
    void close_leavesNothingBehind() throws JMException {
        metrics.join("origin");
        metrics.set(Metric.Group.TABLE, "airports").gauge(Metric.ROWS, () -> 7);

        metrics.close();

        assertThat(beans()).isEmpty();
    }

    private Set<ObjectName> beans() throws JMException {
        return mbeans.queryNames(new ObjectName("freshet.enrich:*"), null);
    }

    private Map<String, Object> attributes(String type) throws JMException {
        ObjectName name = new ObjectName("freshet.enrich:type=" + type);
        Map<String, Object> values = new TreeMap<>();
        for (String attribute : Arrays.stream(mbeans.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toList()) {
            values.put(attribute, mbeans.getAttribute(name, attribute));
        }
        return values;
    }
}

package io.freshet.agent.collect.mbean;

import static org.assertj.core.api.Assertions.assertThat;

import com.yammer.metrics.core.Gauge;
import com.yammer.metrics.core.Histogram;
import com.yammer.metrics.core.MetricName;
import com.yammer.metrics.core.MetricsRegistry;
import com.yammer.metrics.reporting.JmxReporter;
import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.SeriesPlanner;
import io.freshet.agent.collect.Inventory;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.agent.text.TableLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the JVM's own server of MBeans. */
class MBeansTest {
    private final AgentHealth health = new AgentHealth(new AgentLog(new PrintStream(OutputStream.nullOutputStream())));
    private final SeriesTable table = new SeriesTable(health);
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final MetricsRegistry registry = new MetricsRegistry();

    @AfterEach
    void close() {
        registry.shutdown();
    }

    @Test
    void catchUp_includedPattern_hasNumbersTextsAndParts() throws Exception {
        MBeans beans = beans(List.of(new ObjectName("com.acme:*")), false);
        ObjectName name = new ObjectName("com.acme:type=Shop,name=\"a,b\"");
        server.registerMBean(new Shop(), name);
        try {
            beans.catchUp();

            assertThat(TableLines.of(table))
                    .containsExactly(
                            "com_acme_shop_city_info{name=\"a,b\"} Zürich",
                            "com_acme_shop_open{name=\"a,b\"} 1",
                            "com_acme_shop_orders{name=\"a,b\"} 7");
        } finally {
            server.unregisterMBean(name);
        }
        beans.catchUp();
        assertThat(TableLines.of(table)).isEmpty();
        beans.close();
    }

    @Test
    void catchUp_yammersBeans_areWhatTheRegistryWouldGive() throws Exception {
        JmxReporter reporter = new JmxReporter(registry);
        reporter.start();
        registry.newMeter(name("BytesInPerSec"), "bytes", TimeUnit.SECONDS).mark(5);
        Histogram times = registry.newHistogram(name("TotalTimeMs"), true);
        times.update(10);
        times.update(30);
        registry.newCounter(name("Things")).inc(3);
        MBeans beans = beans(List.of(), true);
        beans.catchUp();

        assertThat(TableLines.of(table))
                .contains(
                        "test_domain_thing_bytesin_total{} 5",
                        "test_domain_thing_things{} 3",
                        "test_domain_thing_totaltimems{} 2 adding up to 40.0");

        registry.removeMetric(name("BytesInPerSec"));
        beans.catchUp();
        assertThat(TableLines.of(table)).noneMatch(line -> line.contains("bytesin"));
        reporter.shutdown();
        beans.close();
        assertThat(TableLines.of(table)).isEmpty();
    }

    @Test
    void catchUp_gaugesOfKafkaThatAreNullAtFirst_areWhatTheirFirstValuesSay() {
        JmxReporter yammers = new JmxReporter(registry);
        yammers.start();
        Map<String, Object> values = new HashMap<>();
        registry.newGauge(name("Late"), new Gauge<@Nullable Object>() {
            @Override
            public @Nullable Object value() {
                return values.get("Late");
            }
        });
        org.apache.kafka.common.metrics.JmxReporter kafkas = new org.apache.kafka.common.metrics.JmxReporter();
        kafkas.contextChange(new KafkaMetricsContext("kafka.connect"));
        Metrics metrics = new Metrics(new MetricConfig(), List.of(kafkas), Time.SYSTEM);
        metrics.addMetric(
                metrics.metricName("leader-name", "connect-worker-rebalance-metrics"),
                (org.apache.kafka.common.metrics.Gauge<@Nullable Object>) (config, time) -> values.get("leader"));
        metrics.addMetric(
                metrics.metricName("late", "some-metrics"),
                (org.apache.kafka.common.metrics.Gauge<@Nullable Object>) (config, time) -> values.get("Late"));
        MBeans beans = beans(List.of(), true);
        beans.catchUp();
        assertThat(TableLines.of(table)).noneMatch(line -> line.contains("late") || line.contains("leader"));

        values.put("leader", "worker-1");
        values.put("Late", "here");
        beans.catchUp();

        assertThat(TableLines.of(table))
                .contains(
                        "kafka_connect_connect_worker_rebalance_metrics_leader_name_info{} worker-1",
                        "kafka_connect_some_metrics_late_info{} here",
                        "test_domain_thing_late_info{} here");
        beans.close();
        metrics.close();
        yammers.shutdown();
    }

    @Test
    void catchUp_kafkaThroughItsHooks_isNotReadTwice() {
        JmxReporter reporter = new JmxReporter(registry);
        reporter.start();
        registry.newCounter(name("Things")).inc();
        MBeans beans = beans(List.of(ObjectName.WILDCARD), false);

        beans.catchUp();

        assertThat(TableLines.of(table))
                .noneMatch(line -> line.startsWith("test_domain"))
                .anyMatch(line -> line.startsWith("java_lang_memory_heapmemoryusage_used"));
        reporter.shutdown();
        beans.close();
    }

    private MBeans beans(List<ObjectName> included, boolean kafka) {
        try {
            SeriesPlanner planner = new SeriesPlanner(Catalogue.read(), System::nanoTime);
            return new MBeans(included, kafka, new SourceShelf(new Inventory(table, planner::plan, health)), health);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MetricName name(String name) {
        return new MetricName("test.domain", "Thing", name, null, "test.domain:type=Thing,name=" + name);
    }

    /** As an application has them. */
    public interface ShopMBean {
        int getOrders();

        boolean isOpen();

        String getCity();

        List<String> getNames();
    }

    /** Its only implementation. */
    public static final class Shop implements ShopMBean {
        @Override
        public int getOrders() {
            return 7;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String getCity() {
            return "Zürich";
        }

        @Override
        public List<String> getNames() {
            return List.of("not exposed");
        }
    }
}

package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connectors that come and go leave nothing behind in a worker: no thread, client, MBean or memory. */
class LeakIT {

    private static final int CONNECTORS = 200;

    /** A worker rebalances once for all that come, or go, together. */
    private static final int AT_ONCE = 50;

    private static final long SLACK = 24 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void connectors_startedAndStopped_leaveTheWorkerAsItWas(@TempDir Path folder) throws Exception {
        Path lines = Files.write(folder.resolve("lines.txt"), List.of("A1", "A2"));
        int jmxPort = Ports.free();
        try (KafkaBroker broker = KafkaBroker.builder().start();
                ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .plugins(Freshet.unpackArchive(folder.resolve("plugins")))
                        .jvmArgs(
                                "-Dcom.sun.management.jmxremote.port=" + jmxPort,
                                "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
                                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                                "-Djava.rmi.server.hostname=127.0.0.1",
                                "-Dcom.sun.management.jmxremote.ssl=false",
                                "-Dcom.sun.management.jmxremote.authenticate=false")
                        .start()) {
            broker.createTopic("airports", 1, Map.of());
            broker.createTopic("out", 1, Map.of());
            startAndStop(worker, broker, lines, 0);
            try (JMXConnector connection = connect(jmxPort)) {
                Jvm jvm = new Jvm(connection.getMBeanServerConnection());
                jvm.awaitNoTable();
                Map<String, Long> threads = jvm.threads();
                Set<String> clients = jvm.beans("kafka.*:type=app-info,*");
                long consumers = jvm.instances("org.apache.kafka.clients.consumer.KafkaConsumer");
                long heap = jvm.heap();

                for (int first = AT_ONCE; first < CONNECTORS; first += AT_ONCE) {
                    startAndStop(worker, broker, lines, first);
                }

                jvm.awaitNoTable();
                Await.untilTrue("the threads of before: " + threads, PATIENCE, () -> threads.entrySet()
                        .containsAll(jvm.threads().entrySet()));
                assertThat(jvm.beans("kafka.*:type=app-info,*")).isEqualTo(clients);
                assertThat(jvm.beans("freshet.enrich:*")).isEmpty();
                assertThat(jvm.instances("org.apache.kafka.clients.consumer.KafkaConsumer"))
                        .isEqualTo(consumers);
                assertThat(jvm.instances("io.freshet.transforms.enrich.Enrich$Value"))
                        .isZero();
                assertThat(jvm.heap()).isLessThan(heap + SLACK);
            }
        }
    }

    /** Half of the connectors share a table, the others have each their own. */
    private static void startAndStop(ConnectWorker worker, KafkaBroker broker, Path lines, int first) {
        atOnce(first, i -> worker.connectors().put("c" + i, connector(broker, lines, i)));
        atOnce(first, i -> worker.connectors().awaitRunning("c" + i, 1, PATIENCE));
        atOnce(first, i -> worker.connectors().delete("c" + i));
    }

    private static void atOnce(int first, IntConsumer step) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Void>> steps = IntStream.range(first, first + AT_ONCE)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> step.accept(i), threads))
                    .toList();
            steps.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, String> connector(KafkaBroker broker, Path lines, int i) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector");
        config.put("tasks.max", "1");
        config.put("file", lines.toString());
        config.put("topic", "out");
        config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("transforms", "airport");
        config.put("transforms.airport.type", "io.freshet.transforms.enrich.Enrich$Value");
        config.put("transforms.airport.key", ".");
        config.put("transforms.airport.on.error", "pass");
        config.put("transforms.airport.table.topic", "airports");
        config.put("transforms.airport.table.quiet.time", "100ms");
        config.put("transforms.airport.table.bootstrap.servers", broker.bootstrapServers());
        if (i % 2 == 0) {
            config.put("transforms.airport.fields", "column" + i);
        }
        return config;
    }

    @SuppressWarnings("BanJNDI") // The address is that of a worker which this test has started.
    private static JMXConnector connect(int port) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
    }

    /** A look into the worker. */
    private record Jvm(MBeanServerConnection mbeans) {

        void awaitNoTable() {
            Await.untilTrue(
                    "the end of all tables",
                    PATIENCE,
                    () -> beans("freshet.enrich:*").isEmpty()
                            && threads().keySet().stream().noneMatch(name -> name.startsWith("freshet-"))
                            && instances("io.freshet.transforms.table.LiveTable") == 0);
        }

        /** Returns how many threads there are of each name, numbers left out; those that come and go are not ours. */
        Map<String, Long> threads() {
            try {
                ThreadMXBean bean = ManagementFactory.newPlatformMXBeanProxy(
                        mbeans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
                return Arrays.stream(bean.getThreadInfo(bean.getAllThreadIds()))
                        .filter(thread -> thread != null)
                        .map(ThreadInfo::getThreadName)
                        .filter(name -> name.startsWith("freshet-") || name.startsWith("kafka-"))
                        .map(name -> name.replaceAll("\\d+", "#"))
                        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        Set<String> beans(String pattern) {
            try {
                return mbeans.queryNames(new ObjectName(pattern), null).stream()
                        .map(ObjectName::getCanonicalName)
                        .collect(Collectors.toCollection(TreeSet::new));
            } catch (JMException | IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Returns how many objects of a class are reachable. */
        long instances(String type) {
            try {
                String histogram = (String) mbeans.invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
                return histogram
                        .lines()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(columns -> columns.length > 3 && columns[3].equals(type))
                        .mapToLong(columns -> Long.parseLong(columns[1]))
                        .sum();
            } catch (JMException | IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Returns how many bytes are in use after a collection. */
        long heap() {
            try {
                MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                        mbeans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
                memory.gc();
                return memory.getHeapMemoryUsage().getUsed();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}

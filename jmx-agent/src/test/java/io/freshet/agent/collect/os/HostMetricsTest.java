package io.freshet.agent.collect.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.SeriesPlanner;
import io.freshet.agent.collect.Inventory;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.health.AgentLog;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesTable;
import io.freshet.agent.text.TableLines;
import io.freshet.local.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files as Linux writes them. */
class HostMetricsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AgentHealth health =
            new AgentHealth(new AgentLog(new PrintStream(said, true, StandardCharsets.UTF_8)));
    private final SeriesTable table = new SeriesTable(health);
    private final Path proc;
    private final Path sys;
    private long now;
    private final List<HostMetrics> open = new ArrayList<>();

    HostMetricsTest(@TempDir Path folder) {
        proc = folder.resolve("proc");
        sys = folder.resolve("sys");
    }

    @AfterEach
    void close() {
        open.forEach(HostMetrics::close);
    }

    @Test
    void refresh_wholeMachine_exposesEachNumberInBaseUnits() throws IOException {
        machine();

        start().catchUp();

        assertThat(TableLines.of(table))
                .containsExactly(
                        "freshet_container_cpu_limit_cores{} 1.5",
                        "freshet_container_cpu_seconds_total{} 2.5",
                        "freshet_container_cpu_throttled_periods_total{} 3",
                        "freshet_container_cpu_throttled_seconds_total{} 0.25",
                        "freshet_container_memory_out_of_memory_kills_total{} 1",
                        "freshet_container_memory_used_bytes{} 1000",
                        "freshet_host_cpu_seconds_total{mode=\"user\"} 10",
                        "freshet_host_cpu_seconds_total{mode=\"nice\"} 0",
                        "freshet_host_cpu_seconds_total{mode=\"system\"} 5",
                        "freshet_host_cpu_seconds_total{mode=\"idle\"} 80",
                        "freshet_host_cpu_seconds_total{mode=\"iowait\"} 2",
                        "freshet_host_cpu_seconds_total{mode=\"irq\"} 0",
                        "freshet_host_cpu_seconds_total{mode=\"softirq\"} 0.5",
                        "freshet_host_cpu_seconds_total{mode=\"steal\"} 0.25",
                        "freshet_host_disk_busy_seconds_total{device=\"nvme0n1\"} 0.7",
                        "freshet_host_disk_read_bytes_total{device=\"nvme0n1\"} 102400",
                        "freshet_host_disk_read_seconds_total{device=\"nvme0n1\"} 0.3",
                        "freshet_host_disk_reads_total{device=\"nvme0n1\"} 100",
                        "freshet_host_disk_write_seconds_total{device=\"nvme0n1\"} 0.6",
                        "freshet_host_disk_writes_total{device=\"nvme0n1\"} 400",
                        "freshet_host_disk_written_bytes_total{device=\"nvme0n1\"} 256000",
                        "freshet_host_load_average_15m{} 0.05",
                        "freshet_host_load_average_1m{} 12.34",
                        "freshet_host_load_average_5m{} 1",
                        "freshet_host_memory_available_bytes{} 3072",
                        "freshet_host_memory_dirty_bytes{} 5120",
                        "freshet_host_memory_free_bytes{} 2048",
                        "freshet_host_memory_major_page_faults_total{} 7",
                        "freshet_host_memory_page_cache_bytes{} 4096",
                        "freshet_host_memory_total_bytes{} 1024",
                        "freshet_host_network_receive_drops_total{device=\"eth0\"} 4",
                        "freshet_host_network_receive_errors_total{device=\"eth0\"} 3",
                        "freshet_host_network_received_bytes_total{device=\"eth0\"} 1234567890123",
                        "freshet_host_network_send_drops_total{device=\"eth0\"} 12",
                        "freshet_host_network_send_errors_total{device=\"eth0\"} 11",
                        "freshet_host_network_sent_bytes_total{device=\"eth0\"} 9",
                        "freshet_host_swap_free_bytes{} 7168",
                        "freshet_host_swap_in_bytes_total{} 8192",
                        "freshet_host_swap_out_bytes_total{} 12288",
                        "freshet_host_swap_total_bytes{} 6144",
                        "freshet_host_tcp_receive_errors_total{} 13",
                        "freshet_host_tcp_segments_retransmitted_total{} 12",
                        "freshet_host_tcp_segments_sent_total{} 11");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void catalogue_andMetrics_areTheSame() throws IOException {
        machine();
        write(sys.resolve("fs/cgroup/memory.max"), "4096\n");
        HostMetrics host = start();
        host.observe(logDirectory(proc.toString()));
        host.catchUp();

        Set<String> explained = Catalogue.read().byFamily().entrySet().stream()
                .filter(entry -> entry.getValue().role().equals("os"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> exposed = new TreeSet<>();
        for (Family family : table.families()) {
            exposed.add(family.name().sample());
        }
        assertThat(exposed).isEqualTo(explained);
    }

    @Test
    void start_otherSystem_isSilentAndHasNothing() {
        start().catchUp();

        assertThat(TableLines.of(table)).isEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void refresh_withinASecond_keepsTheNumbers() throws IOException {
        write(proc.resolve("loadavg"), "0.10 0.20 0.30 1/2 3\n");
        HostMetrics host = start();
        host.catchUp();

        write(proc.resolve("loadavg"), "5.10 0.20 0.30 1/2 3\n");
        host.catchUp();
        assertThat(TableLines.of(table)).contains("freshet_host_load_average_1m{} 0.1");

        now += TimeUnit.SECONDS.toNanos(1);
        host.catchUp();
        assertThat(TableLines.of(table)).contains("freshet_host_load_average_1m{} 5.1");
    }

    @Test
    void refresh_interfaceThatGoesAndComes_followsIt() throws IOException {
        network("eth0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0", "eth1: 3 0 0 0 0 0 0 0 4 0 0 0 0 0 0 0");
        HostMetrics host = start();
        host.catchUp();
        assertThat(received())
                .containsExactly(
                        "freshet_host_network_received_bytes_total{device=\"eth0\"} 1",
                        "freshet_host_network_received_bytes_total{device=\"eth1\"} 3");

        network("eth0: 5 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0");
        now += TimeUnit.SECONDS.toNanos(1);
        host.catchUp();
        assertThat(received()).containsExactly("freshet_host_network_received_bytes_total{device=\"eth0\"} 5");

        network("eth1: 6 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0", "eth0: 7 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0");
        now += TimeUnit.SECONDS.toNanos(1);
        host.catchUp();
        assertThat(received())
                .containsExactly(
                        "freshet_host_network_received_bytes_total{device=\"eth0\"} 7",
                        "freshet_host_network_received_bytes_total{device=\"eth1\"} 6");
    }

    @Test
    void logDirectory_ofTheBroker_showsItsDisk() {
        HostMetrics host = start();
        host.observe(logDirectory(sys.resolveSibling(".").toString()));
        host.observe(logDirectory("/no/such/folder"));
        host.catchUp();

        Await.untilTrue(
                "both numbers",
                Duration.ofSeconds(30),
                () -> TableLines.of(table).size() == 2);
        assertThat(TableLines.of(table)).allMatch(line -> line.startsWith("freshet_host_log_directory_"));
    }

    private static MetricSource logDirectory(String path) {
        return MetricSource.bean(
                        "kafka.log", "LogManager", "LogDirectoryOffline", List.of(new Label("logDirectory", path)))
                .gauge(() -> 0);
    }

    private List<String> received() {
        return TableLines.of(table).stream()
                .filter(line -> line.contains("_received_"))
                .toList();
    }

    private HostMetrics start() {
        try {
            SeriesPlanner planner = new SeriesPlanner(Catalogue.read(), () -> now);
            SourceShelf shelf = new SourceShelf(new Inventory(table, planner::plan, health));
            HostMetrics host = new HostMetrics(proc, sys, shelf, health, () -> now);
            open.add(host);
            return host;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void network(String... lines) throws IOException {
        write(
                proc.resolve("net/dev"),
                "Inter-|   Receive                         |  Transmit\n face |bytes    packets errs|bytes packets\n"
                        + "    lo: 99 0 0 0 0 0 0 0 99 0 0 0 0 0 0 0\n" + String.join("\n", lines) + "\n");
    }

    private void machine() throws IOException {
        write(proc.resolve("stat"), "cpu  1000 0 500 8000 200 0 50 25 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\nintr 5 6\n");
        write(proc.resolve("loadavg"), "12.34 1.00 0.05 1/234 5678\n");
        write(
                proc.resolve("meminfo"),
                """
                MemTotal:              1 kB
                MemFree:               2 kB
                MemAvailable:          3 kB
                Buffers:              99 kB
                Cached:                4 kB
                SwapCached:           99 kB
                SwapTotal:             6 kB
                SwapFree:              7 kB
                Dirty:                 5 kB
                """);
        write(proc.resolve("vmstat"), "nr_free_pages 1\npswpin 2\npswpout 3\npgfault 99\npgmajfault 7\n");
        write(
                proc.resolve("diskstats"),
                """
                   7       0 loop0 1 2 3 4 5 6 7 8 9 10 11
                 259       0 nvme0n1 100 9 200 300 400 9 500 600 9 700 9 9 9 9 9 9 9
                 259       1 nvme0n1p1 50 9 100 150 200 9 250 300 9 350 9 9 9 9 9 9 9
                """);
        Files.createDirectories(sys.resolve("block/nvme0n1"));
        network(
                "  eth0: 1234567890123 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
                "veth12: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1");
        write(
                proc.resolve("net/snmp"),
                """
                Ip: Forwarding DefaultTTL
                Ip: 1 64
                Tcp: RtoAlgorithm RtoMin RtoMax MaxConn A P F R C InSegs OutSegs RetransSegs InErrs OutRsts
                Tcp: 1 200 120000 -1 5 6 7 8 9 10 11 12 13 14
                """);
        write(proc.resolve("self/cgroup"), "0::/kubepods/pod1\n");
        Path cgroup = sys.resolve("fs/cgroup");
        write(cgroup.resolve("cpu.max"), "150000 100000\n");
        write(cgroup.resolve("cpu.stat"), "usage_usec 2500000\nnr_throttled 3\nthrottled_usec 250000\n");
        write(cgroup.resolve("memory.max"), "max\n");
        write(cgroup.resolve("memory.current"), "1000\n");
        write(cgroup.resolve("memory.events"), "low 0\nhigh 0\nmax 0\noom 2\noom_kill 1\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }
}

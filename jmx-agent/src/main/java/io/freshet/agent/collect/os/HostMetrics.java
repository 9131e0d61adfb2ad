package io.freshet.agent.collect.os;

import io.freshet.agent.collect.Origin;
import io.freshet.agent.collect.SourceShelf;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.MetricSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The machine and the container that the process runs in. Where Linux does not keep a file, its metrics are missing, and
 * nothing is said about it.
 */
public final class HostMetrics implements Origin {
    /** Scrapes that follow each other more closely see the same numbers. */
    private static final long SHORTEST_NANOS = 1_000_000_000L;

    private static final int KIBIBYTE = 1024;

    /** Linux counts these in pages, which are larger than this on few machines that run Kafka. */
    private static final int PAGE = 4096;

    private static final List<Column> MEMORY = List.of(
            Column.times(KIBIBYTE, "memory", "total-bytes"),
            Column.times(KIBIBYTE, "memory", "free-bytes"),
            Column.times(KIBIBYTE, "memory", "available-bytes"),
            Column.times(KIBIBYTE, "memory", "page-cache-bytes"),
            Column.times(KIBIBYTE, "memory", "dirty-bytes"),
            Column.times(KIBIBYTE, "swap", "total-bytes"),
            Column.times(KIBIBYTE, "swap", "free-bytes"));
    private static final List<String> MEMORY_NAMES =
            List.of("MemTotal", "MemFree", "MemAvailable", "Cached", "Dirty", "SwapTotal", "SwapFree");

    private static final List<Column> PAGING = List.of(
            Column.of("memory", "major-page-faults-total"),
            Column.times(PAGE, "swap", "in-bytes-total"),
            Column.times(PAGE, "swap", "out-bytes-total"));
    private static final List<String> PAGING_NAMES = List.of("pgmajfault", "pswpin", "pswpout");

    private final AgentHealth health;
    private final LongSupplier clock;
    private final Path proc;
    private final SourceShelf shelf;
    private final List<Group> groups = new ArrayList<>();
    private final LogDirectories logDirectories;
    private long last;

    /** Reads what the folders {@code /proc} and {@code /sys}, or others of their form, hold. The clock counts nanoseconds. */
    public HostMetrics(Path proc, Path sys, SourceShelf shelf, AgentHealth health, LongSupplier clock) {
        this.proc = proc;
        this.shelf = shelf;
        this.health = health;
        this.clock = clock;
        this.last = clock.getAsLong() - SHORTEST_NANOS;
        Sources sources = new Sources(shelf);
        this.logDirectories = new LogDirectories(sources);
        add("stat", file -> new CpuTimes(file, sources));
        add("loadavg", file -> new LoadAverages(file, sources));
        add("meminfo", file -> lines(file, MEMORY, MEMORY_NAMES, sources));
        add("vmstat", file -> lines(file, PAGING, PAGING_NAMES, sources));
        add("diskstats", file -> new Disks(file, sys.resolve("block"), sources));
        add("net/dev", file -> new NetworkInterfaces(file, sources));
        add("net/snmp", file -> new Tcp(file, sources));
        Path cgroup = Cgroup.folder(proc, sys.resolve("fs/cgroup"));
        if (cgroup != null) {
            groups.add(new Cgroup(cgroup, sources));
        }
    }

    private void add(String name, Function<ProcFile, Group> group) {
        @Nullable ProcFile file = ProcFile.open(proc.resolve(name));
        if (file != null) {
            groups.add(group.apply(file));
        }
    }

    private static Group lines(ProcFile file, List<Column> columns, List<String> names, Sources sources) {
        Readings readings = new Readings(columns.size());
        sources.add(Sources.HOST, columns, readings, List.of());
        return new NamedLines(file, names, readings);
    }

    /** Sees each metric of the process: some tell where the logs lie. */
    public void observe(MetricSource source) {
        logDirectories.observe(source);
    }

    /** Reads all files anew, unless that was done just now. */
    @Override
    public void catchUp() {
        long now = clock.getAsLong();
        if (now - last < SHORTEST_NANOS) {
            return;
        }
        last = now;
        logDirectories.show();
        for (Group group : groups) {
            try {
                group.refresh();
            } catch (IOException e) {
                health.failed(AgentHealth.Stage.COLLECT, "the system was not read", e);
            }
        }
    }

    @Override
    public void retake() {
        shelf.retake();
    }

    @Override
    public void close() {
        logDirectories.close();
        for (Group group : groups) {
            try {
                group.close();
            } catch (IOException e) {
                health.failed(AgentHealth.Stage.COLLECT, "a file of the system was not closed", e);
            }
        }
        groups.clear();
        shelf.clear();
    }
}

package io.freshet.agent.collect.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container may use, and what it uses: the files of control groups, version 2. */
final class Cgroup implements Group {
    private static final double MICROSECONDS = 1e6;

    private static final List<Column> CPU = List.of(
            Column.parts(MICROSECONDS, "cpu", "seconds-total"),
            Column.parts(MICROSECONDS, "cpu", "throttled-seconds-total"),
            Column.of("cpu", "throttled-periods-total"));
    private static final List<String> CPU_NAMES = List.of("usage_usec", "throttled_usec", "nr_throttled");

    private static final List<Column> KILLS = List.of(Column.of("memory", "out-of-memory-kills-total"));
    private static final List<String> KILLS_NAMES = List.of("oom_kill");

    private static final Column USED = Column.of("memory", "used-bytes");
    private static final Column LIMIT = Column.of("memory", "limit-bytes");
    private static final Column CORES = Column.parts(1e3, "cpu", "limit-cores");

    private final List<Group> groups = new ArrayList<>();

    Cgroup(Path folder, Sources sources) {
        lines(folder.resolve("cpu.stat"), CPU, CPU_NAMES, sources);
        lines(folder.resolve("memory.events"), KILLS, KILLS_NAMES, sources);
        number(folder.resolve("memory.current"), USED, sources, ProcFile::nextNumber);
        number(folder.resolve("memory.max"), LIMIT, sources, Cgroup::limit);
        number(folder.resolve("cpu.max"), CORES, sources, Cgroup::thousandthsOfCores);
    }

    /** The folder of this process; null where there is none, as on a machine with version 1 only. */
    static @Nullable Path folder(Path proc, Path root) {
        try {
            for (String line : Files.readAllLines(proc.resolve("self/cgroup"), StandardCharsets.UTF_8)) {
                if (line.startsWith("0::")) {
                    Path own = root.resolve(line.substring(3).replaceFirst("^/+", ""));
                    // Inside a container the path may be that of the machine outside.
                    return hasLimits(own) ? own : hasLimits(root) ? root : null;
                }
            }
        } catch (IOException | RuntimeException e) {
            // Without control groups.
        }
        return null;
    }

    private static boolean hasLimits(Path folder) {
        return Files.isReadable(folder.resolve("memory.max")) || Files.isReadable(folder.resolve("cpu.max"));
    }

    private void lines(Path path, List<Column> columns, List<String> names, Sources sources) {
        ProcFile file = ProcFile.open(path);
        if (file != null) {
            Readings readings = new Readings(columns.size());
            sources.add(Sources.CONTAINER, columns, readings, List.of());
            groups.add(new NamedLines(file, names, readings));
        }
    }

    private void number(Path path, Column column, Sources sources, Parser parser) {
        ProcFile file = ProcFile.open(path);
        if (file != null) {
            Readings readings = new Readings(1);
            sources.add(Sources.CONTAINER, List.of(column), readings, List.of());
            groups.add(new Single(file, parser, readings));
        }
    }

    /** {@code max} says that there is none. */
    private static long limit(ProcFile file) {
        return file.nextWord() && !file.is("max") ? file.number() : Readings.ABSENT;
    }

    /** The microseconds of processor time in each period, and the period. */
    private static long thousandthsOfCores(ProcFile file) {
        long quota = limit(file);
        long period = file.nextNumber();
        return quota == Readings.ABSENT || period <= 0 ? Readings.ABSENT : quota * 1000 / period;
    }

    @Override
    public void refresh() throws IOException {
        for (Group group : groups) {
            group.refresh();
        }
    }

    @Override
    public void close() throws IOException {
        for (Group group : groups) {
            group.close();
        }
    }

    private interface Parser {
        long parse(ProcFile file);
    }

    private static final class Single implements Group {
        private final ProcFile file;
        private final Parser parser;
        private final Readings readings;

        Single(ProcFile file, Parser parser, Readings readings) {
            this.file = file;
            this.parser = parser;
            this.readings = readings;
        }

        @Override
        public void refresh() throws IOException {
            file.refresh();
            readings.set(0, parser.parse(file));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

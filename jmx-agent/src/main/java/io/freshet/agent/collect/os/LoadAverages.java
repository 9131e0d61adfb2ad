package io.freshet.agent.collect.os;

import java.io.IOException;
import java.util.List;

/** {@code /proc/loadavg}: how many threads ran or waited to run, averaged over 1, 5 and 15 minutes. */
final class LoadAverages implements Group {
    /** The file has two decimals, which are read as if there were no point. */
    private static final List<Column> COLUMNS = List.of(
            Column.parts(100, "load", "average-1m"),
            Column.parts(100, "load", "average-5m"),
            Column.parts(100, "load", "average-15m"));

    private final ProcFile file;
    private final Readings readings = new Readings(COLUMNS.size());

    LoadAverages(ProcFile file, Sources sources) {
        this.file = file;
        sources.add(Sources.HOST, COLUMNS, readings, List.of());
    }

    @Override
    public void refresh() throws IOException {
        file.refresh();
        for (int i = 0; i < COLUMNS.size(); i++) {
            readings.set(i, file.nextNumber());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package io.freshet.agent.collect.os;

import io.freshet.agent.metric.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code /proc/stat}: what the processors have spent their time on. */
final class CpuTimes implements Group {
    /** The order of the file. Time of guests is contained in user and nice. */
    private static final List<String> MODES =
            List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");

    /** The kernel tells other programs hundredths of a second, whatever its own clock. */
    private static final Column SECONDS = Column.parts(100, "cpu", "seconds-total");

    private final ProcFile file;
    private final List<Readings> modes = new ArrayList<>();

    CpuTimes(ProcFile file, Sources sources) {
        this.file = file;
        for (String mode : MODES) {
            Readings readings = new Readings(1);
            modes.add(readings);
            sources.add(Sources.HOST, List.of(SECONDS), readings, List.of(new Label("mode", mode)));
        }
    }

    @Override
    public void refresh() throws IOException {
        file.refresh();
        if (file.nextWord() && file.is("cpu")) {
            for (Readings mode : modes) {
                mode.set(0, file.nextNumber());
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

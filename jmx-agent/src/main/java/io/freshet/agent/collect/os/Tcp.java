package io.freshet.agent.collect.os;

import java.io.IOException;
import java.util.List;

/** {@code /proc/net/snmp}: how much of what was sent over TCP had to be sent again. */
final class Tcp implements Group {
    private static final List<Column> COLUMNS = List.of(
            Column.of("tcp", "segments-sent-total"),
            Column.of("tcp", "segments-retransmitted-total"),
            Column.of("tcp", "receive-errors-total"));

    /** Where the numbers stand, counted after the word {@code Tcp:}. */
    private static final int SENT = 10;

    private final ProcFile file;
    private final Readings readings = new Readings(COLUMNS.size());

    Tcp(ProcFile file, Sources sources) {
        this.file = file;
        sources.add(Sources.HOST, COLUMNS, readings, List.of());
    }

    @Override
    public void refresh() throws IOException {
        file.refresh();
        boolean headings = true;
        do {
            if (file.nextWord() && file.is("Tcp")) {
                if (!headings) {
                    file.skipWords(SENT);
                    readings.set(0, file.nextNumber());
                    readings.set(1, file.nextNumber());
                    readings.set(2, file.nextNumber());
                    return;
                }
                headings = false;
            }
        } while (file.nextLine());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

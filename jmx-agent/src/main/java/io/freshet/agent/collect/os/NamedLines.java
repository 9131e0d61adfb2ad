package io.freshet.agent.collect.os;

import java.io.IOException;
import java.util.List;

/** A file whose lines each begin with the name of their number, such as {@code MemFree: 1234 kB}. */
final class NamedLines implements Group {
    private final ProcFile file;
    private final List<String> names;
    private final Readings readings;

    /** The names are in the order of the readings. */
    NamedLines(ProcFile file, List<String> names, Readings readings) {
        this.file = file;
        this.names = names;
        this.readings = readings;
    }

    @Override
    public void refresh() throws IOException {
        file.refresh();
        do {
            if (file.nextWord()) {
                int index = index();
                if (index >= 0) {
                    readings.set(index, file.nextNumber());
                }
            }
        } while (file.nextLine());
    }

    private int index() {
        for (int i = 0; i < names.size(); i++) {
            if (file.is(names.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

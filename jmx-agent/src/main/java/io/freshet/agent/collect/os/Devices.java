package io.freshet.agent.collect.os;

import io.freshet.agent.metric.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A file with a line per device, which come and go. */
abstract class Devices implements Group {
    /** Beyond these a machine is not one to watch device by device. */
    private static final int MOST_SHOWN = 64;

    private static final int MOST_KNOWN = 1024;

    private final ProcFile file;
    private final Sources sources;
    private final List<Column> columns;
    private final Predicate<String> wanted;
    private final List<Device> known = new ArrayList<>();

    Devices(ProcFile file, Sources sources, List<Column> columns, Predicate<String> wanted) {
        this.file = file;
        this.sources = sources;
        this.columns = columns;
        this.wanted = wanted;
    }

    /** Goes to the name of the device in this line; false where it has none. */
    abstract boolean toName(ProcFile line);

    /** Reads the rest of the line. */
    abstract void read(ProcFile line, Readings readings);

    @Override
    public final void refresh() throws IOException {
        file.refresh();
        known.forEach(device -> device.seen = false);
        do {
            if (toName(file)) {
                Device device = device();
                if (device != null) {
                    device.seen = true;
                    if (device.readings != null) {
                        read(file, device.readings);
                    }
                }
            }
        } while (file.nextLine());
        known.removeIf(this::isGone);
    }

    private @Nullable Device device() {
        for (Device device : known) {
            if (file.is(device.name)) {
                return device;
            }
        }
        if (known.size() >= MOST_KNOWN) {
            return null;
        }
        Device added = new Device(file.bytes(), file.text(), shown() < MOST_SHOWN && wanted.test(file.text()));
        if (added.readings != null) {
            sources.add(Sources.HOST, columns, added.readings, added.labels);
        }
        known.add(added);
        return added;
    }

    private long shown() {
        return known.stream().filter(device -> device.readings != null).count();
    }

    private boolean isGone(Device device) {
        if (!device.seen && device.readings != null) {
            sources.remove(Sources.HOST, columns, device.labels);
        }
        return !device.seen;
    }

    @Override
    public final void close() throws IOException {
        file.close();
    }

    private final class Device {
        private final byte[] name;
        private final List<Label> labels;

        /** Null for one that is not shown. */
        private final @Nullable Readings readings;

        private boolean seen;

        Device(byte[] name, String text, boolean shown) {
            this.name = name;
            this.labels = List.of(new Label("device", text));
            this.readings = shown ? new Readings(columns.size()) : null;
        }
    }
}

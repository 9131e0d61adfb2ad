package io.freshet.agent.collect.os;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code /proc/diskstats}: reads, writes and busy time of whole disks. */
final class Disks extends Devices {
    private static final int SECTOR = 512;
    private static final double MILLISECONDS = 1e3;

    private static final List<Column> COLUMNS = List.of(
            Column.of("disk", "reads-total"),
            Column.times(SECTOR, "disk", "read-bytes-total"),
            Column.parts(MILLISECONDS, "disk", "read-seconds-total"),
            Column.of("disk", "writes-total"),
            Column.times(SECTOR, "disk", "written-bytes-total"),
            Column.parts(MILLISECONDS, "disk", "write-seconds-total"),
            Column.parts(MILLISECONDS, "disk", "busy-seconds-total"));

    /** Folders of whole disks, by name; partitions lie inside them. */
    Disks(ProcFile file, Path blocks, Sources sources) {
        super(file, sources, COLUMNS, name -> isDisk(name) && Files.exists(blocks.resolve(name.replace('/', '!'))));
    }

    private static boolean isDisk(String name) {
        return !name.startsWith("loop")
                && !name.startsWith("ram")
                && !name.startsWith("zram")
                && !name.startsWith("sr")
                && !name.startsWith("fd");
    }

    @Override
    boolean toName(ProcFile line) {
        // After the numbers of its kind and of itself.
        return line.skipWords(2) && line.nextWord();
    }

    @Override
    void read(ProcFile line, Readings readings) {
        // reads, merged, sectors, ms; writes, merged, sectors, ms; in flight, ms busy
        readings.set(0, line.nextNumber());
        line.skipWords(1);
        readings.set(1, line.nextNumber());
        readings.set(2, line.nextNumber());
        readings.set(3, line.nextNumber());
        line.skipWords(1);
        readings.set(4, line.nextNumber());
        readings.set(5, line.nextNumber());
        line.skipWords(1);
        readings.set(6, line.nextNumber());
    }
}

package io.freshet.agent.collect.os;

import java.util.List;

/** {@code /proc/net/dev}: what went over each network interface. */
final class NetworkInterfaces extends Devices {
    private static final List<Column> COLUMNS = List.of(
            Column.of("network", "received-bytes-total"),
            Column.of("network", "receive-errors-total"),
            Column.of("network", "receive-drops-total"),
            Column.of("network", "sent-bytes-total"),
            Column.of("network", "send-errors-total"),
            Column.of("network", "send-drops-total"));

    private static final String LOOPBACK = "lo";

    /** A machine that runs containers has a pair of these for each. */
    private static final String OF_CONTAINERS = "veth";

    NetworkInterfaces(ProcFile file, Sources sources) {
        super(file, sources, COLUMNS, name -> !name.equals(LOOPBACK) && !name.startsWith(OF_CONTAINERS));
    }

    @Override
    boolean toName(ProcFile line) {
        // Two lines of headings hold bars.
        return line.nextWord() && !line.is("Inter-|") && !line.is("face");
    }

    @Override
    void read(ProcFile line, Readings readings) {
        // received bytes, packets, errors, drops, fifo, frame, compressed, multicast; sent bytes, packets, errors,
        // drops
        readings.set(0, line.nextNumber());
        line.skipWords(1);
        readings.set(1, line.nextNumber());
        readings.set(2, line.nextNumber());
        line.skipWords(4);
        readings.set(3, line.nextNumber());
        line.skipWords(1);
        readings.set(4, line.nextNumber());
        readings.set(5, line.nextNumber());
    }
}

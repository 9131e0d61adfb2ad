package io.freshet.transforms.table.load;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Sight;
import java.util.Arrays;

/**
 * PostgreSQL's snapshot of a statement: which transactions had ended when it began. {@code xmin:xmax:xip,...}: all before xmin
 * had, none from xmax on had begun, and of those between all had but those listed.
 */
final class PostgresSight implements Sight {

    private final long first;
    private final long next;
    private final long[] underWay;

    private PostgresSight(long first, long next, long[] underWay) {
        this.first = first;
        this.next = next;
        this.underWay = underWay;
    }

    /** Reads what {@code txid_current_snapshot()} tells. */
    static PostgresSight parse(String snapshot) {
        String[] parts = snapshot.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Expecting xmin:xmax:xip,... Found: " + snapshot);
        }
        long[] underWay = parts[2].isEmpty()
                ? new long[0]
                : Arrays.stream(parts[2].split(",", -1))
                        .mapToLong(Long::parseLong)
                        .sorted()
                        .toArray();
        return new PostgresSight(Long.parseLong(parts[0]), Long.parseLong(parts[1]), underWay);
    }

    @Override
    public Seen of(long transaction) {
        if (transaction == Change.UNKNOWN) {
            return Seen.UNKNOWN;
        }
        // The log tells 32 of the 64 bits; what is meant is less than half of their range away.
        long whole = next + ((int) transaction - (int) next);
        boolean seen = whole < first || (whole < next && Arrays.binarySearch(underWay, whole) < 0);
        return seen ? Seen.YES : Seen.NO;
    }
}

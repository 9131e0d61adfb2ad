package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.SeriesTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The last quarter of an hour of the essential families, a number every ten seconds: of counters, how fast they grow. */
public final class History {
    private static final int LENGTH = 90;
    private static final long STEP = TimeUnit.SECONDS.toNanos(10);

    /** So that rates are there as soon as somebody looks. */
    private static final long FIRST_STEP = TimeUnit.SECONDS.toNanos(2);

    private final SeriesTable table;
    private final List<Documented> documented;
    private final LongSupplier clock;
    private final Map<String, Ring> rings = new HashMap<>();
    private long lastLook;
    private int looks;

    /** Families may be added to the list later. The clock counts nanoseconds. */
    public History(SeriesTable table, List<Documented> documented, LongSupplier clock) {
        this.table = table;
        this.documented = documented;
        this.clock = clock;
    }

    /** Takes down the numbers if it is time. Called about once per second. */
    public void tick() {
        long now = clock.getAsLong();
        if (looks == 0 || now - lastLook >= (looks == 1 ? FIRST_STEP : STEP)) {
            look(now);
        }
    }

    /** How fast a counter grows lately, per second; NaN as long as that is not known. */
    synchronized double rate(String family) {
        Ring ring = rings.get(family);
        return ring == null ? Double.NaN : ring.latest();
    }

    /** The numbers in the order of time; where there is none, NaN. */
    synchronized double[] values(String family) {
        Ring ring = rings.get(family);
        return ring == null ? new double[0] : ring.values();
    }

    /** How far back it goes, in seconds. */
    static long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(STEP * LENGTH);
    }

    private void look(long now) {
        double elapsed = (now - lastLook) * 1e-9;
        boolean first = looks == 0;
        lastLook = now;
        looks++;
        for (Documented one : documented) {
            if (one.meaning().isEssential()) {
                look(one, first ? Double.NaN : elapsed);
            }
        }
    }

    private void look(Documented one, double elapsed) {
        Family family = table.find(one.name().sample());
        double number = family == null
                ? Double.NaN
                : FamilyReading.of(family, one.meaning(), Duration.ZERO).number();
        boolean counter = one.name().type() == FamilyType.COUNTER;
        synchronized (this) {
            Ring ring = rings.computeIfAbsent(one.name().sample(), name -> new Ring());
            ring.add(counter ? ring.rate(number, elapsed) : number);
        }
    }

    private static final class Ring {
        private final double[] values = new double[LENGTH];
        private int written;
        private double lastTotal = Double.NaN;

        /** A counter that was set back tells nothing. */
        double rate(double total, double elapsed) {
            double rate = total < lastTotal ? Double.NaN : (total - lastTotal) / elapsed;
            lastTotal = total;
            return rate;
        }

        void add(double value) {
            values[written++ % LENGTH] = value;
        }

        double latest() {
            return written == 0 ? Double.NaN : values[(written - 1) % LENGTH];
        }

        double[] values() {
            int size = Math.min(written, LENGTH);
            double[] inOrder = new double[size];
            for (int i = 0; i < size; i++) {
                inOrder[i] = values[(written - size + i) % LENGTH];
            }
            return inOrder;
        }
    }
}

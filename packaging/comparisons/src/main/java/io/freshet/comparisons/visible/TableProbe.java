package io.freshet.comparisons.visible;

import io.freshet.transforms.enrich.Enrich;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.sink.SinkRecord;

/** Enriches records on a thread of its own, over and over, to see when each change is there. */
final class TableProbe implements AutoCloseable {
    private static final long BETWEEN_LOOKS_NANOS = 200_000;

    private final Enrich<SinkRecord> enrich = new Enrich.Value<>();
    private final Timeline timeline;
    private final Thread thread = new Thread(this::run, "table-probe");
    private volatile boolean closed;

    TableProbe(String bootstrapServers, String topic, Timeline timeline) {
        this.timeline = timeline;
        enrich.configure(Map.of(
                "key", "id",
                "table.topic", topic,
                "table.bootstrap.servers", bootstrapServers,
                "fields", "change",
                "on.miss", "fail"));
        enrich.apply(record(0)); // waits until the table is loaded
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        // One partition, one feed: changes become visible in their order.
        for (int change = 0; change < timeline.size() && !closed; ) {
            if (timeline.isCommitted(change) && newest(Prices.row(change)) >= change) {
                timeline.visible(change, System.nanoTime());
                change++;
            } else {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
    }

    private long newest(int id) {
        Map<?, ?> enriched =
                (Map<?, ?>) Objects.requireNonNull(enrich.apply(record(id)).value());
        return ((Number) Objects.requireNonNull(enriched.get("change"))).longValue();
    }

    private static SinkRecord record(int id) {
        return new SinkRecord("orders", 0, null, null, null, Map.of("id", id), 0);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        enrich.close();
    }
}

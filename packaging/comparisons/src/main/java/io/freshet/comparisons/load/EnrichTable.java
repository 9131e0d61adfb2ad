package io.freshet.comparisons.load;

import io.freshet.transforms.enrich.Enrich;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;

/** Freshet's table, loaded and read through the transformation alone. */
final class EnrichTable implements LoadedTable {
    private final String bootstrapServers;
    private final Enrich<SinkRecord> enrich = new Enrich.Value<>();

    EnrichTable(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void load() {
        enrich.configure(Map.of(
                "key", "id",
                "table.topic", TOPIC,
                "table.bootstrap.servers", bootstrapServers,
                "fields", "name,city,balance",
                "on.miss", "pass"));
        enrich.apply(record(0)); // waits until the table is loaded
    }

    @Override
    public Customer find(int id) {
        Map<?, ?> value =
                (Map<?, ?>) Objects.requireNonNull(enrich.apply(record(id)).value());
        if (value.get("name") instanceof String name
                && value.get("city") instanceof String city
                && value.get("balance") instanceof Double balance) {
            return new Customer(id, name, city, balance);
        }
        throw new IllegalStateException("No row of customer " + id);
    }

    private static SinkRecord record(int id) {
        return new SinkRecord("orders", 0, null, null, null, Map.of("id", (long) id), 0);
    }

    @Override
    public long count(int expected) {
        long count = 0;
        // One more than there should be would show.
        for (int id = 0; id <= expected; id++) {
            if (((Map<?, ?>) Objects.requireNonNull(enrich.apply(record(id)).value())).size() > 1) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        enrich.close();
    }
}

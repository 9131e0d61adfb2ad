package io.freshet.comparisons.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Upserts and deletions, as JSON with its schema, which both connectors read. The last one is a mark. */
final class SinkStream {
    static final String TOPIC = "orders";
    static final long LAST_ID = -1;

    private static final String KEY_SCHEMA = "{\"type\":\"struct\",\"optional\":false,\"fields\":["
            + "{\"type\":\"int64\",\"optional\":false,\"field\":\"id\"}]}";
    private static final String SCHEMA = "{\"type\":\"struct\",\"optional\":false,\"fields\":["
            + "{\"type\":\"string\",\"optional\":true,\"field\":\"customer\"},"
            + "{\"type\":\"string\",\"optional\":true,\"field\":\"status\"},"
            + "{\"type\":\"int32\",\"optional\":true,\"field\":\"items\"},"
            + "{\"type\":\"double\",\"optional\":true,\"field\":\"amount\"},"
            + "{\"type\":\"int64\",\"optional\":true,\"field\":\"changed\"}]}";

    private final Random random = new Random(11);
    private final Set<Long> rows = new HashSet<>();
    private final int records;
    private final int keys;

    SinkStream(int records, int keys) {
        this.records = records;
        this.keys = keys;
    }

    /** Returns the next change; a fifth of them delete. */
    ProducerRecord<byte[], byte[]> record(int number) {
        boolean last = number == records - 1;
        long id = last ? LAST_ID : random.nextInt(keys);
        String key = "{\"schema\":" + KEY_SCHEMA + ",\"payload\":{\"id\":" + id + "}}";
        boolean deletes = !last && random.nextInt(5) == 0;
        if (deletes) {
            rows.remove(id);
        } else {
            rows.add(id);
        }
        return new ProducerRecord<>(
                TOPIC, 0, key.getBytes(UTF_8), deletes ? null : value(number).getBytes(UTF_8));
    }

    /** Returns how many rows there are after those changes. */
    int rows() {
        return rows.size();
    }

    private String value(int number) {
        return "{\"schema\":" + SCHEMA + ",\"payload\":{\"customer\":\"customer " + number % 9_973
                + "\",\"status\":\"state "
                + number % 7 + "\",\"items\":" + number % 50 + ",\"amount\":" + number % 10_000 / 4.0 + ",\"changed\":"
                + (1_700_000_000_000L + number) + "}}";
    }
}

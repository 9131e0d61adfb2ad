package io.freshet.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** The heap that a million keys take, of which the setting max.keys tells. */
class DeduplicateMemoryTest {

    private static final int KEYS = 1_000_000;

    @Test
    void apply_aMillionNumbers_takeTheBytesThatTheSettingTells() {
        assertThat(bytesPerKey(number -> number)).isCloseTo(52, withPercentage(15));
    }

    @Test
    void apply_aMillionUuids_takeTheBytesThatTheSettingTells() {
        assertThat(bytesPerKey(number -> new UUID(number * 31, number).toString()))
                .isCloseTo(84, withPercentage(15));
    }

    private static long bytesPerKey(LongFunction<Object> id) {
        try (Deduplicate.Value<SourceRecord> dedup = new Deduplicate.Value<>()) {
            long before = live();
            dedup.configure(Map.of("key", "id", "window", "1d", "max.keys", String.valueOf(KEYS)));
            for (long i = 0; i < KEYS; i++) {
                SourceRecord record = record(i, id.apply(i));
                assertThat(dedup.apply(record)).isSameAs(record);
            }
            long bytes = (live() - before) / KEYS;
            assertThat(dedup.apply(record(KEYS, id.apply(0)))).isNull();
            return bytes;
        }
    }

    private static SourceRecord record(long offset, Object id) {
        return new SourceRecord(
                Map.of("file", "f"), Map.of("at", offset), "orders", null, null, null, null, Map.of("id", id), 1L);
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

package io.freshet.transforms.dedup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a source come from, source partition and offset, each as a number of 64 bits. It is compared with that of
 * the one record that has passed with the same key, or came just before, so that two which are one by chance will not be met;
 * and the maps, which each record has anew, need not be kept. Used by one thread.
 */
final class Places {

    /** Of a record that has no offset, by which it could be told from others. */
    static final long NONE = 0;

    private @Nullable Map<String, ?> lastPartition;
    private long lastPartitionNumber;

    /** Returns the number of a record's source partition and offset. */
    long of(SourceRecord record) {
        Map<String, ?> partition = record.sourcePartition();
        if (partition != lastPartition) {
            lastPartition = partition;
            lastPartitionNumber = number(partition);
        }
        long number = lastPartitionNumber * Mix.ODD + number(record.sourceOffset());
        return number == NONE ? 1 : number;
    }

    /** Returns if a record's offset tells nothing. */
    static boolean isVague(SourceRecord record) {
        return record.sourceOffset() == null || record.sourceOffset().isEmpty();
    }

    /** The same for maps of any order. */
    private static long number(@Nullable Map<?, ?> map) {
        long sum = 0;
        if (map != null) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += Mix.of(Objects.hashCode(entry.getKey()) * Mix.ODD + number(entry.getValue()));
            }
        }
        return sum;
    }

    /** Offsets are of the types that JSON has, and bytes. */
    private static long number(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof String || value instanceof Number) {
            return number(value.toString());
        }
        if (value instanceof Map<?, ?> map) {
            return number(map);
        }
        return value instanceof byte[] bytes
                ? number(new String(bytes, ISO_8859_1))
                : Objects.hashCode(value) * Mix.ODD;
    }

    private static long number(String text) {
        long number = 1;
        for (int i = 0; i < text.length(); i++) {
            number = number * Mix.ODD + text.charAt(i);
        }
        return number;
    }
}

package io.freshet.endtoend.faults;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.RetriableException;

/** Lets some sends fail the first time, in a way that Connect tries again: it transforms the record once more. */
public final class FlakySerializer extends ByteArraySerializer {

    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    @Override
    public byte[] serialize(String topic, Headers headers, byte[] data) {
        int hash = Arrays.hashCode(data);
        if (hash % 7 == 0 && FAILED.add(topic + hash)) {
            throw new RetriableException("On purpose");
        }
        return data;
    }
}

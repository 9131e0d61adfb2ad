package io.freshet.transforms.table.codec;

import org.jspecify.annotations.Nullable;

/** Makes Connect's data of the bytes of a message's key or value. Used by one thread. */
interface Opener extends AutoCloseable {

    /**
     * Reads bytes.
     *
     * @return a struct, or whatever else Connect's data can be; null if that is what the bytes are
     * @throws org.apache.kafka.connect.errors.DataException if the bytes are broken; the message tells where, not what
     */
    @Nullable
    Object open(String topic, byte[] bytes);

    /** Frees what it holds. */
    @Override
    default void close() {}
}

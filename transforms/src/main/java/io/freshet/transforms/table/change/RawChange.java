package io.freshet.transforms.table.change;

import org.jspecify.annotations.Nullable;

/**
 * A message of a table's topic, as its bytes.
 *
 * @param timestamp the message's own time, in milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two stages, never compared
public record RawChange(
        String topic, int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {

    /** Returns where the message stands, for people to look it up. */
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }

    /** Tells the position only: the rest is payload. */
    @Override
    public String toString() {
        return position();
    }
}

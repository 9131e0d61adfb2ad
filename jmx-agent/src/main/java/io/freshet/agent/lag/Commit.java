package io.freshet.agent.lag;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How far a group has come in one partition. */
public final class Commit {
    private static final long UNKNOWN = -1;

    private final long offset;
    private final long timeMillis;
    private final long ownLag;
    private final @Nullable String topicId;

    private Commit(long offset, long timeMillis, long ownLag, @Nullable String topicId) {
        this.offset = offset;
        this.timeMillis = timeMillis;
        this.ownLag = ownLag;
        this.topicId = topicId;
    }

    /** Of a source that knows no more than the offset, as the protocol of clients tells. */
    public static Commit at(long offset) {
        return new Commit(offset, UNKNOWN, UNKNOWN, null);
    }

    /** The same, made at this time, in milliseconds since 1970. */
    public Commit madeAt(long millis) {
        return new Commit(offset, millis, ownLag, topicId);
    }

    /** The same, with the lag that the group counts itself: of share groups, which read records out of their order. */
    public Commit withOwnLag(long records) {
        return new Commit(offset, timeMillis, records, topicId);
    }

    /** The same, to the topic of this id. */
    public Commit ofTopic(String id) {
        return new Commit(offset, timeMillis, ownLag, id);
    }

    /** The offset of the next record that the group is to read. */
    public long offset() {
        return offset;
    }

    /** When the commit was made, in milliseconds since 1970, where the source knows. */
    public OptionalLong timeMillis() {
        return timeMillis == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(timeMillis);
    }

    /** What the group itself counts as not yet done, where it does. */
    public OptionalLong ownLag() {
        return ownLag == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(ownLag);
    }

    /** The id of the topic that was committed to; null where the source does not know. */
    public @Nullable String topicId() {
        return topicId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Commit
                && offset == ((Commit) other).offset
                && timeMillis == ((Commit) other).timeMillis
                && ownLag == ((Commit) other).ownLag
                && Objects.equals(topicId, ((Commit) other).topicId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(offset, timeMillis, ownLag, topicId);
    }

    @Override
    public String toString() {
        return "Commit(" + offset + ", " + timeMillis + ", " + ownLag + ", " + topicId + ")";
    }
}

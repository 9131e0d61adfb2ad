package io.freshet.agent.lag;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One consumer of a group. */
public final class Member {
    private final String clientId;
    private final String host;
    private final List<PartitionId> assigned;

    public Member(String clientId, String host, List<PartitionId> assigned) {
        this.clientId = clientId;
        this.host = host;
        this.assigned = List.copyOf(assigned);
    }

    public String clientId() {
        return clientId;
    }

    public String host() {
        return host;
    }

    /** What it reads. */
    public List<PartitionId> assigned() {
        return assigned;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Member
                && clientId.equals(((Member) other).clientId)
                && host.equals(((Member) other).host)
                && assigned.equals(((Member) other).assigned);
    }

    @Override
    public int hashCode() {
        return Objects.hash(clientId, host, assigned);
    }

    @Override
    public String toString() {
        return clientId + host;
    }
}

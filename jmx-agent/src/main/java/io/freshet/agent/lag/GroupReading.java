package io.freshet.agent.lag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a source knows of one group. */
public final class GroupReading {
    private final String name;
    private final GroupKind kind;
    private final String state;
    private final @Nullable List<Member> members;
    private final Map<PartitionId, Commit> commits;

    /**
     * The state is called as Kafka does, such as {@code Stable}; members are null where they are not known. Commits are taken
     * as they are, and must never change: whoever meets the same object again may take it for read.
     */
    public GroupReading(
            String name,
            GroupKind kind,
            String state,
            @Nullable List<Member> members,
            Map<PartitionId, Commit> commits) {
        this.name = name;
        this.kind = kind;
        this.state = state;
        this.members = members == null ? null : List.copyOf(members);
        this.commits = commits;
    }

    public String name() {
        return name;
    }

    public GroupKind kind() {
        return kind;
    }

    public String state() {
        return state;
    }

    public @Nullable List<Member> members() {
        return members;
    }

    /** Whether nobody reads for it, as far as is known. */
    boolean isLeft() {
        return members == null ? state.equals("Empty") || state.equals("Dead") : members.isEmpty();
    }

    /** What its members read, as far as that is told. */
    List<PartitionId> assigned() {
        List<PartitionId> all = new ArrayList<>();
        if (members != null) {
            members.forEach(member -> all.addAll(member.assigned()));
        }
        return all;
    }

    public Map<PartitionId, Commit> commits() {
        return commits;
    }
}

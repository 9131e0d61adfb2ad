package io.freshet.agent.lag.broker;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.GroupKind;
import io.freshet.agent.lag.GroupReading;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.jspecify.annotations.Nullable;

/** The groups of one shard, read in as many turns as it takes. */
final class ShardVisit {
    /** About a millisecond of the shard's time. */
    private static final int MOST_COMMITS = 1_000;

    private final ShardState state;
    private final Object shard;
    private final Predicate<String> wanted;
    private final List<GroupReading> groups = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();
    private @Nullable List<ListedGroup> listed;
    private int next;
    private boolean done;

    ShardVisit(ShardState state, Object shard, Predicate<String> wanted) {
        this.state = state;
        this.shard = shard;
        this.wanted = wanted;
    }

    /** Reads on, as of an offset of the shard's partition. */
    synchronized void goOn(long committed) {
        List<ListedGroup> all = listed;
        if (all == null) {
            all = state.list(shard, committed);
            all.removeIf(group -> !wanted.test(group.groupId()));
            listed = all;
        }
        Map<ListedGroup, Map<PartitionId, Commit>> read = new HashMap<>();
        int commits = 0;
        while (next < all.size() && commits < MOST_COMMITS) {
            ListedGroup group = all.get(next++);
            GroupKind kind = ShardState.kind(group);
            if (kind == GroupKind.SHARE) {
                shared.add(group.groupId());
            } else if (kind != null) {
                Map<PartitionId, Commit> own = state.commits(shard, group.groupId(), committed);
                // A look at a group costs something even where it has no commits.
                commits += 1 + own.size();
                read.put(group, own);
            }
        }
        add(read, committed);
        done = next == all.size();
    }

    private void add(Map<ListedGroup, Map<PartitionId, Commit>> read, long committed) {
        Map<String, List<Member>> members = state.members(shard, read.keySet(), committed);
        read.forEach((group, commits) -> {
            GroupKind kind = ShardState.kind(group);
            if (kind != null) {
                groups.add(new GroupReading(
                        group.groupId(),
                        kind,
                        group.groupState(),
                        kind == GroupKind.SIMPLE ? List.of() : members.get(group.groupId()),
                        commits));
            }
        });
    }

    synchronized boolean isDone() {
        return done;
    }

    /** Those that were read until now. */
    synchronized List<GroupReading> groups() {
        return List.copyOf(groups);
    }

    synchronized List<String> shared() {
        return List.copyOf(shared);
    }
}

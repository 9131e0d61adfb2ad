package io.freshet.agent.collect.lag;

import io.freshet.agent.lag.GroupLag;
import io.freshet.agent.lag.LagSnapshot;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The latest look, less the groups that the broker has handed over to another one since: that one tells them now. The same
 * object as long as nothing has changed. Used by one thread at a time.
 */
final class OwnGroups implements Supplier<@Nullable LagSnapshot> {
    private final Supplier<@Nullable LagSnapshot> latest;
    private final Predicate<String> isOwn;
    private @Nullable LagSnapshot before;
    private @Nullable LagSnapshot shown;
    private Set<String> left = Set.of();

    OwnGroups(Supplier<@Nullable LagSnapshot> latest, Predicate<String> isOwn) {
        this.latest = latest;
        this.isOwn = isOwn;
    }

    @Override
    public @Nullable LagSnapshot get() {
        LagSnapshot now = latest.get();
        if (now == null) {
            return null;
        }
        Set<String> gone =
                now.groups().stream().map(GroupLag::name).filter(isOwn.negate()).collect(Collectors.toSet());
        if (now != before || !gone.equals(left)) {
            before = now;
            left = gone;
            shown = gone.isEmpty() ? now : now.without(gone);
        }
        return shown;
    }
}

package io.freshet.agent.hooks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Which hooks are in place, and in how many classes of that name. */
public final class HookReport {
    private final Map<String, AtomicInteger> applied = new LinkedHashMap<>();

    HookReport(Iterable<Hook> hooks) {
        for (Hook hook : hooks) {
            applied.put(hook.name(), new AtomicInteger());
        }
    }

    void applied(Hook hook) {
        AtomicInteger count = applied.get(hook.name());
        if (count != null) {
            count.incrementAndGet();
        }
    }

    boolean isApplied(Hook hook) {
        AtomicInteger count = applied.get(hook.name());
        return count != null && count.get() > 0;
    }

    /** The number of classes that each hook is woven into, by the hook's name. */
    public Map<String, AtomicInteger> applied() {
        return Collections.unmodifiableMap(applied);
    }
}

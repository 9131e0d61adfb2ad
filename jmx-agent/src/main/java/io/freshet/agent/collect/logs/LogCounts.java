package io.freshet.agent.collect.logs;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The events that are counted under one name, by level. */
final class LogCounts {
    /** The levels that frameworks have in common, most severe first; levels of other names are counted as the last. */
    static final List<String> LEVELS = List.of("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OTHER");

    private final String name;
    private final LongAdder[] counts = new LongAdder[LEVELS.size()];

    private volatile @Nullable WeakReference<Object> context;
    private volatile @Nullable LoggerLevels levels;

    LogCounts(String name) {
        this.name = name;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    String name() {
        return name;
    }

    void count(String level) {
        int index = LEVELS.indexOf(level);
        counts[index < 0 ? counts.length - 1 : index].increment();
    }

    long sum(int level) {
        return counts[level].sum();
    }

    /** Remembers the context through which the level is read. */
    void know(Object seen, LoggerLevels reader) {
        WeakReference<Object> known = context;
        if (known == null || known.get() == null) {
            context = new WeakReference<>(seen);
            levels = reader;
        }
    }

    /** The level that holds for the name; null when there is no way to know. */
    @Nullable
    String level() {
        WeakReference<Object> known = context;
        LoggerLevels reader = levels;
        Object seen = known == null ? null : known.get();
        return seen == null || reader == null ? null : reader.levelOf(seen, name);
    }
}

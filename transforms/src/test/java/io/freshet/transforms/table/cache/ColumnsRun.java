package io.freshet.transforms.table.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Of rows that are found by a column. An answer is right if each row has a version that allows of it and is not older than the one
 * that had been applied, or that an answer of the same key had shown, when the question was asked.
 */
final class ColumnsRun extends FenceRun {

    private static final int GROUPS = 6;
    private static final int ROWS = 10;
    private static final int ROOM = 4;

    private final MovingRows database;
    private final BoundedRowsByColumns lookup;

    /** By group: the versions that its rows have been shown to have. */
    private final List<AtomicLongArray> answered =
            Stream.generate(() -> new AtomicLongArray(ROWS)).limit(GROUPS).toList();

    /**
     * @param most the number of operations, changes, loads and answers, after which it ends
     * @param tellsIds if a reading tells which row it found
     */
    ColumnsRun(
            long seed,
            long most,
            ChangingDatabase.Kind kind,
            boolean tellsIds,
            ChangeMarks marks,
            RecentChanges recentChanges) {
        this(most, new MovingRows(GROUPS, ROWS, LOGS, kind, tellsIds, new Delays(seed)), marks, recentChanges);
    }

    private ColumnsRun(long most, MovingRows database, ChangeMarks marks, RecentChanges recentChanges) {
        super(most, database);
        this.database = database;
        this.lookup = new BoundedRowsByColumns(
                Bounds.ofRows(ROOM), database, List.of("group"), marks, recentChanges, Ticker.systemTicker());
    }

    /** Returns how many rows are found by their id; no more than are kept. */
    long ids() {
        return lookup.ids();
    }

    @Override
    LookedUpRows lookup() {
        return lookup;
    }

    @Override
    @Nullable
    String ask() {
        int group = delays.random().nextInt(GROUPS);
        AtomicLongArray shown = answered.get(group);
        long[] least = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            least[i] = Math.max(applied.get(i), shown.get(i));
        }
        delays.step();
        MovingRows.Answer answer = MovingRows.Answer.of(lookup.find(MovingRows.group(group), Rows.LATEST));
        delays.step();
        for (int i = 0; i < ROWS; i++) {
            long version = database.firstThatAllows(i, least[i], group, answer);
            if (version < 0) {
                return "Group " + group + ": found " + answer + ", which row " + i + " does not allow of after version "
                        + least[i];
            }
            shown.accumulateAndGet(i, version, Math::max);
        }
        return null;
    }
}

package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RowKey;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers of a lookup while its database changes. {@code -Dfreshet.fence.operations=10000000} has as many of them per kind of
 * database.
 */
class LookupFenceTest {

    private static final long OPERATIONS = Long.getLong("freshet.fence.operations", 1_500_000);
    private static final long ENOUGH_TO_FAIL = 20_000_000;

    @ParameterizedTest
    @EnumSource(names = {"TELLS_NOTHING", "TELLS_WHAT_IT_SAW"})
    void find_whileTheDatabaseChanges_isNeverOlderThanAChangeAppliedOrAnAnswerGiven(ChangingDatabase.Kind kind)
            throws InterruptedException {
        LookupRun[] run = new LookupRun[1];
        run[0] = new LookupRun(42, OPERATIONS, kind, () -> run[0].delayed(), new RecentChanges(64));
        long begin = System.nanoTime();

        assertThat(run[0].run()).isNull();

        assertThat(run[0].operations()).isGreaterThanOrEqualTo(OPERATIONS);
        assertThat(run[0].hits()).as("answers from memory").isGreaterThan(OPERATIONS / 100);
        System.out.printf(
                "%s: %d operations, %d loads, %d hits, %d ms%n",
                kind,
                run[0].operations(),
                run[0].loads(),
                run[0].hits(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    @Test
    @Timeout(60)
    void find_withoutTheFence_isFoundOut() throws InterruptedException {
        LookupRun run = new LookupRun(
                42, ENOUGH_TO_FAIL, ChangingDatabase.Kind.TELLS_NOTHING, Unfenced::new, new RecentChanges(64));

        assertThat(run.run()).contains(" after version ");
    }

    @Test
    @Timeout(60)
    void find_withChangesTakenForNewUnproven_isFoundOut() throws InterruptedException {
        LookupRun run =
                new LookupRun(42, ENOUGH_TO_FAIL, ChangingDatabase.Kind.LIES, Flight::new, new RecentChanges(0));

        assertThat(run.run()).contains(" after version ");
    }

    @Test
    @Timeout(60)
    void find_withoutWaitingForTheDatabaseToShowWhatItsLogTold_isFoundOut() throws InterruptedException {
        LookupRun run = new LookupRun(
                42, ENOUGH_TO_FAIL, ChangingDatabase.Kind.TELLS_WHAT_IT_SAW, Flight::new, new RecentChanges(0));

        assertThat(run.run()).contains(" after version ");
    }

    @ParameterizedTest
    @EnumSource(names = {"TELLS_NOTHING", "TELLS_WHAT_IT_SAW"})
    void findByColumns_whileRowsMove_isNeverOlderThanAChangeAppliedOrAnAnswerGiven(ChangingDatabase.Kind kind)
            throws InterruptedException {
        ColumnsRun run = new ColumnsRun(43, OPERATIONS, kind, true, new ChangeMarks(), new RecentChanges(64));
        long begin = System.nanoTime();

        assertThat(run.run()).isNull();

        assertThat(run.operations()).isGreaterThanOrEqualTo(OPERATIONS);
        assertThat(run.hits()).as("answers from memory").isGreaterThan(OPERATIONS / 100);
        assertThat(run.ids()).as("rows found by id").isLessThanOrEqualTo(4);
        System.out.printf(
                "by columns, %s: %d operations, %d loads, %d hits, %d ms%n",
                kind,
                run.operations(),
                run.loads(),
                run.hits(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    @Test
    @Timeout(60)
    void findByColumns_withoutTheFence_isFoundOut() throws InterruptedException {
        ColumnsRun run = new ColumnsRun(
                43,
                ENOUGH_TO_FAIL,
                ChangingDatabase.Kind.TELLS_NOTHING,
                true,
                new ChangeMarks() {
                    @Override
                    boolean isChangedSince(long then, RowKey key) {
                        return false;
                    }
                },
                new RecentChanges(64));

        assertThat(run.run()).contains(" does not allow of after version ");
    }

    @Test
    @Timeout(60)
    void findByColumns_withoutTheIdsOfWhatIsKept_isFoundOut() throws InterruptedException {
        ColumnsRun run = new ColumnsRun(
                43,
                ENOUGH_TO_FAIL,
                ChangingDatabase.Kind.TELLS_NOTHING,
                false,
                new ChangeMarks(),
                new RecentChanges(64));

        assertThat(run.run()).contains(" does not allow of after version ");
    }

    @Test
    @Timeout(60)
    void findByColumns_withoutWaitingForTheDatabaseToShowWhatItsLogTold_isFoundOut() throws InterruptedException {
        ColumnsRun run = new ColumnsRun(
                43,
                ENOUGH_TO_FAIL,
                ChangingDatabase.Kind.TELLS_WHAT_IT_SAW,
                true,
                new ChangeMarks(),
                new RecentChanges(0));

        assertThat(run.run()).contains(" does not allow of after version ");
    }

    /** A reading that does not care what changes meanwhile. */
    private static final class Unfenced extends Flight {
        @Override
        void note(Change change) {}

        @Override
        void outdate() {}
    }
}

package io.freshet.transforms.table.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.Sight;
import org.junit.jupiter.api.Test;

class RecentChangesTest {

    private static final RowKey KEY = RowKey.of("JFK");
    private static final RowKey OTHER = RowKey.of("BOS");

    private final RecentChanges recent = new RecentChanges(2);

    @Test
    void toBeSeen_changesOfTheKey_areThoseThatTellTheirTransaction() {
        recent.add(KEY, 7);
        recent.add(KEY, Change.UNKNOWN);
        recent.add(OTHER, 8);

        assertThat(recent.toBeSeen(KEY)).containsExactly(7);
        assertThat(recent.areSeen(new long[] {7}, upTo(6))).isFalse();
        assertThat(recent.areSeen(new long[] {7}, upTo(7))).isTrue();
        assertThat(recent.areSeen(new long[] {7}, Sight.NONE)).isTrue();
    }

    @Test
    void toBeSeen_changeThatHadToGiveWay_holdsAllKeysBackUntilItIsSeen() {
        recent.add(KEY, 7);
        recent.add(OTHER, 8);
        recent.add(OTHER, 9);

        assertThat(recent.toBeSeen(RowKey.of("LAX"))).containsExactly(7);
        assertThat(recent.areSeen(recent.toBeSeen(KEY), upTo(7))).isTrue();
        assertThat(recent.toBeSeen(KEY)).isEmpty();
    }

    @Test
    void areSeen_byAnotherReadingMeanwhile_isNotSeenByAnEarlierOne() {
        recent.add(KEY, 7);
        long[] expected = recent.toBeSeen(KEY);

        assertThat(recent.areSeen(recent.toBeSeen(OTHER), upTo(9))).isTrue();
        recent.add(OTHER, 8);
        recent.add(OTHER, 9);

        assertThat(recent.toBeSeen(KEY)).isEmpty();
        assertThat(recent.areSeen(expected, upTo(6))).isFalse();
    }

    @Test
    void unseen_ofTheKeyOrTheRowThatWasRead_mustBeSeen() {
        RecentChanges many = new RecentChanges(10);
        many.add(KEY, 7);
        many.add(OTHER, 8);
        RecentChanges.Unseen unseen = many.unseen();
        many.add(KEY, 9);

        assertThat(many.areSeen(unseen, upTo(6), KEY, null)).isFalse();
        assertThat(many.areSeen(unseen, upTo(7), KEY, null)).isTrue();
        assertThat(many.areSeen(unseen, upTo(7), KEY, OTHER)).isFalse();
        assertThat(many.areSeen(unseen, upTo(8), KEY, OTHER)).isTrue();
        assertThat(many.unseen().transactions()).containsExactly(9);
        assertThat(unseen.transactions()).as("by those that began before").containsExactly(7, 8);
    }

    @Test
    void unseen_changeOfAnyKey_mustBeSeenByAll() {
        recent.addToAll(7);
        RecentChanges.Unseen unseen = recent.unseen();

        assertThat(recent.areSeen(unseen, upTo(6), KEY, null)).isFalse();
        assertThat(recent.areSeen(unseen, upTo(7), KEY, null)).isTrue();
        assertThat(recent.unseen().ofAll()).isEmpty();
    }

    private static Sight upTo(long last) {
        return transaction -> transaction <= last ? Sight.Seen.YES : Sight.Seen.NO;
    }
}

package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.Sight;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.LongStream;

/**
 * The transactions of the last changes, by the hash of their key. A database's log can tell a commit before the database
 * shows it: PostgreSQL writes it first, and waits for synchronous standbys in between. What is read of a key must have seen
 * every change of it that the feed has told.
 *
 * <p>Holds a fixed number. The transaction of a change that has to give way, and that no reading is known to have seen, stays
 * for itself: until it is seen, nothing that is read will do. A database has few such transactions, one a session at most.
 */
final class RecentChanges {

    private static final int HELD = 4_096;
    private static final int MOST_UNCONFIRMED = 4_096;

    private final int[] hashes;
    private final long[] transactions;
    private final Deque<Long> unconfirmed = new ArrayDeque<>();
    private Sight lastSight = Sight.NONE;
    private long added;

    RecentChanges() {
        this(HELD);
    }

    RecentChanges(int held) {
        this.hashes = new int[held];
        this.transactions = new long[held];
    }

    /** Holds a change, if it tells its transaction. */
    synchronized void add(RowKey key, long transaction) {
        if (transaction == Change.UNKNOWN || hashes.length == 0) {
            return;
        }
        int index = index(added);
        if (added >= hashes.length) {
            giveWay(transactions[index]);
        }
        hashes[index] = key.hashCode();
        transactions[index] = transaction;
        added++;
    }

    private void giveWay(long transaction) {
        Long last = unconfirmed.peekLast();
        if (lastSight.of(transaction) == Sight.Seen.YES || (last != null && last == transaction)) {
            return;
        }
        if (unconfirmed.size() == MOST_UNCONFIRMED) {
            unconfirmed.removeFirst();
        }
        unconfirmed.addLast(transaction);
    }

    /**
     * Returns the transactions that a reading of a key, which begins now, must have seen. To be asked before: what another
     * reading has seen by the end of this one need not be seen by this one.
     */
    synchronized long[] toBeSeen(RowKey key) {
        LongStream.Builder found = LongStream.builder();
        unconfirmed.forEach(found::add);
        int hash = key.hashCode();
        for (long i = Math.max(0, added - hashes.length); i < added; i++) {
            if (hashes[index(i)] == hash) {
                found.add(transactions[index(i)]);
            }
        }
        return found.build().toArray();
    }

    /** Returns if a reading has seen these transactions, as far as can be told. */
    boolean areSeen(long[] expected, Sight sight) {
        for (long transaction : expected) {
            if (sight.of(transaction) == Sight.Seen.NO) {
                return false;
            }
        }
        confirm(sight);
        return true;
    }

    private synchronized void confirm(Sight sight) {
        lastSight = sight;
        unconfirmed.removeIf(transaction -> sight.of(transaction) == Sight.Seen.YES);
    }

    private int index(long change) {
        return (int) (change % hashes.length);
    }
}

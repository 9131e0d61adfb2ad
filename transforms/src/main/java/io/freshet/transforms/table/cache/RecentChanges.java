package io.freshet.transforms.table.cache;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RowKey;
import io.freshet.transforms.table.change.Sight;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

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

    /** All before this one are seen by now. */
    private long firstUnseen;

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

    /** Holds a change of which it is not known what keys it is of: every reading must have seen it. */
    synchronized void addToAll(long transaction) {
        if (transaction != Change.UNKNOWN) {
            giveWay(transaction);
        }
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

    /**
     * The transactions that a reading may miss which begins now, and the hash of the key that each is of.
     *
     * @param of parallel to {@code transactions}
     * @param ofAll those that each reading must have seen
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Unseen(int[] of, long[] transactions, long[] ofAll) {}

    /** Returns what a reading may miss which begins now, for who does not know yet of which row it will be. */
    synchronized Unseen unseen() {
        long first = Math.max(firstUnseen, added - hashes.length);
        int count = (int) (added - first);
        int[] of = new int[count];
        long[] changes = new long[count];
        for (int i = 0; i < count; i++) {
            of[i] = hashes[index(first + i)];
            changes[i] = transactions[index(first + i)];
        }
        return new Unseen(
                of, changes, unconfirmed.stream().mapToLong(Long::longValue).toArray());
    }

    /** Returns if a reading has seen what it might have missed of these keys, as far as can be told. */
    boolean areSeen(Unseen before, Sight sight, RowKey key, @Nullable RowKey id) {
        LongStream.Builder expected = LongStream.builder();
        for (long transaction : before.ofAll) {
            expected.add(transaction);
        }
        for (int i = 0; i < before.of.length; i++) {
            if (before.of[i] == key.hashCode() || (id != null && before.of[i] == id.hashCode())) {
                expected.add(before.transactions[i]);
            }
        }
        return areSeen(expected.build().toArray(), sight);
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
        firstUnseen = Math.max(firstUnseen, added - hashes.length);
        while (firstUnseen < added && sight.of(transactions[index(firstUnseen)]) == Sight.Seen.YES) {
            firstUnseen++;
        }
    }

    private int index(long change) {
        return (int) (change % hashes.length);
    }
}

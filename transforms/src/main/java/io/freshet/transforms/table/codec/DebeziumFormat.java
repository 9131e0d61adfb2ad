package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Debezium's change event: {@code before}, {@code after}, {@code source}, {@code op}. */
final class DebeziumFormat implements Format {

    /** What {@code source.snapshot} says of a row before a snapshot's last of this table. */
    private static final Set<String> BEFORE_THE_LAST = Set.of("true", "first", "first_in_data_collection");

    private final KeyReader keys;
    private final RowReader rows;
    private boolean snapshotBegun;
    private boolean snapshotOver;

    DebeziumFormat(KeyReader keys, RowReader rows) {
        this.keys = keys;
        this.rows = rows;
    }

    /** Returns what reads the rows in envelopes. */
    RowReader rows() {
        return rows;
    }

    @Override
    public boolean fits(Object value) {
        return Fields.text(value, "op") != null
                && Fields.hasFields(Fields.get(value, "source"))
                && (Fields.has(value, "before") || Fields.has(value, "after"));
    }

    @Override
    public void read(Message message, Consumer<Change> changes) {
        if (message.value() == null) {
            changes.accept(new Change.Delete(keys.read(message.raw()), Change.UNKNOWN, Change.UNKNOWN));
            return;
        }
        Object envelope = Fields.required(message.value(), "Debezium's envelope");
        String op = Fields.text(envelope, "op");
        if (op == null) {
            throw new DataException("Expecting Debezium's envelope. Found: an object without 'op'");
        }
        Object after = Fields.get(envelope, "after");
        Object told = Fields.get(envelope, "source");
        Object source = told != null && Fields.hasFields(told) ? told : Map.of();
        changes(
                message.raw(),
                op.length() == 1 ? op.charAt(0) : 0,
                after == null ? null : rows.read(after),
                isBeforeTheLast(Fields.text(source, "snapshot")),
                time(source),
                Fields.number(source, "lsn", Change.UNKNOWN),
                Fields.get(source, "txId") instanceof Number number ? transaction(number.longValue()) : Change.UNKNOWN,
                changes);
    }

    static long time(Object source) {
        return time(
                Fields.number(source, "ts_ms", Change.UNKNOWN),
                Fields.number(source, "ts_us", Change.UNKNOWN),
                Fields.number(source, "ts_ns", Change.UNKNOWN));
    }

    /** Returns the milliseconds of a time that is told in one or more units. */
    static long time(long millis, long micros, long nanos) {
        if (millis != Change.UNKNOWN) {
            return millis;
        }
        if (micros != Change.UNKNOWN) {
            return Math.floorDiv(micros, 1_000L);
        }
        return nanos == Change.UNKNOWN ? nanos : Math.floorDiv(nanos, 1_000_000L);
    }

    /** PostgreSQL counts its transactions in 32 bits, and Debezium may add how often that has run over. */
    static long transaction(long txId) {
        return txId & 0xFFFF_FFFFL;
    }

    static boolean isBeforeTheLast(@Nullable String snapshot) {
        return snapshot != null && BEFORE_THE_LAST.contains(snapshot);
    }

    /**
     * Hands on what an event tells.
     *
     * @param op the operation's letter, 0 if it has more
     * @param beforeTheLast if the event belongs to a snapshot that goes on
     */
    void changes(
            RawChange raw,
            char op,
            @Nullable Row after,
            boolean beforeTheLast,
            long time,
            long logPosition,
            long transaction,
            Consumer<Change> changes) {
        switch (op) {
            case 'c', 'r', 'u' -> {
                if (after == null) {
                    throw new DataException("Expecting a row in 'after' with op '" + op + "'");
                }
                changes.accept(new Change.Upsert(
                        keys.read(raw), after, time, logPosition, op == 'r' ? Change.UNKNOWN : transaction));
            }
            case 'd' -> changes.accept(new Change.Delete(keys.read(raw), time, logPosition, transaction));
            case 't' -> changes.accept(new Change.Truncate(time, logPosition));
            case 'm' -> {} // a message that the application wrote into the log, of no table
            default -> throw new DataException("Expecting one of c, r, u, d, t, m in 'op'");
        }
        snapshotBegun |= beforeTheLast;
        snapshotOver |= !beforeTheLast;
    }

    @Override
    public ChangeCodec.Snapshot snapshot() {
        if (snapshotOver) {
            return ChangeCodec.Snapshot.OVER;
        }
        return snapshotBegun ? ChangeCodec.Snapshot.GOES_ON : ChangeCodec.Snapshot.NONE;
    }
}

package io.freshet.connect.table.change;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What a record makes of a row: another one, or none. */
public final class Change {

    private final Layout layout;
    private final @Nullable Object[] values;
    private final boolean deletion;
    private final Version version;
    private final SinkRecord record;
    private @Nullable Change earlier;

    /**
     * @param values of the layout's columns; of a deletion those of the key only
     * @param record what it was read from
     */
    public Change(Layout layout, @Nullable Object[] values, boolean deletion, Version version, SinkRecord record) {
        this.layout = layout;
        this.values = values;
        this.deletion = deletion;
        this.version = version;
        this.record = record;
    }

    public Layout layout() {
        return layout;
    }

    public @Nullable Object value(int column) {
        return values[column];
    }

    /** Returns about how many characters and bytes it takes to send it. */
    public int size() {
        int size = 0;
        for (Object value : values) {
            size += value instanceof String text ? text.length() : value instanceof byte[] bytes ? bytes.length : 8;
        }
        return size;
    }

    public boolean isDeletion() {
        return deletion;
    }

    public Version version() {
        return version;
    }

    public SinkRecord record() {
        return record;
    }

    public RowKey key() {
        return RowKey.of(values, layout.keys());
    }

    /** Returns the change of the same key that counts if this one turns out to be bad, null if there is none. */
    public @Nullable Change earlier() {
        return earlier;
    }

    /** Keeps another change of the same key, in its place behind this one, which is the newer. */
    public void keep(Change older) {
        Change at = this;
        while (at.earlier != null && at.earlier.version.compareTo(older.version) > 0) {
            at = at.earlier;
        }
        older.last().earlier = at.earlier;
        at.earlier = older;
    }

    private Change last() {
        Change last = this;
        while (last.earlier != null) {
            last = last.earlier;
        }
        return last;
    }
}

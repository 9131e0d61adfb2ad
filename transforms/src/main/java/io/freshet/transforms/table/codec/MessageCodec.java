package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens a message, finds its format, reads its changes: the flow. */
final class MessageCodec implements ChangeCodec {

    private final Opener values;
    private final @Nullable QuickJson quick;
    private final KeyReader keys;
    private final List<Format> formats;
    private final List<Change> read = new ArrayList<>(1);
    private final Consumer<Change> reading = read::add;

    /**
     * @param quick what reads most messages without opening them, null if there is nothing
     * @param formats those that messages can have; the first that fits is it, the last is tried without asking
     */
    MessageCodec(Opener values, @Nullable QuickJson quick, KeyReader keys, List<Format> formats) {
        this.values = values;
        this.quick = quick;
        this.keys = keys;
        this.formats = formats;
    }

    @Override
    public void decode(RawChange raw, Consumer<Change> changes) {
        read.clear();
        try {
            read(raw);
        } catch (RuntimeException | StackOverflowError e) {
            throw ReadFailure.of(raw, "a message", e);
        }
        for (int i = 0; i < read.size(); i++) {
            changes.accept(read.get(i));
        }
    }

    private void read(RawChange raw) {
        byte[] bytes = raw.value();
        if (bytes != null && quick != null && quick.read(raw, bytes, reading)) {
            return;
        }
        Object value = bytes == null ? null : values.open(raw.topic(), bytes);
        format(value).read(new Message(raw, value), reading);
    }

    private Format format(@Nullable Object value) {
        int last = formats.size() - 1;
        if (value != null && Fields.hasFields(value)) {
            for (int i = 0; i < last; i++) {
                if (formats.get(i).fits(value)) {
                    return formats.get(i);
                }
            }
        }
        return formats.get(last);
    }

    @Override
    public Snapshot snapshot() {
        Snapshot furthest = Snapshot.NONE;
        for (Format format : formats) {
            Snapshot its = format.snapshot();
            furthest = its.compareTo(furthest) > 0 ? its : furthest;
        }
        return furthest;
    }

    @Override
    public void close() {
        values.close();
        keys.close();
    }
}

package io.freshet.transforms.dedup;

import io.freshet.transforms.record.FieldPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that make a record's key. Used by one thread. */
final class KeyFields {

    private final List<FieldPath> paths;
    private final KeyBytes.Writer writer = new KeyBytes.Writer();

    KeyFields(List<FieldPath> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * Returns the key, null if all its fields are null or not there.
     *
     * @throws org.apache.kafka.connect.errors.DataException if what is at a path can be no key
     */
    @Nullable
    KeyBytes of(Object structOrMap) {
        writer.clear();
        boolean any = false;
        for (FieldPath path : paths) {
            Object value = path.valueIn(structOrMap);
            any |= value != null;
            writer.write(value);
        }
        return any ? writer.key() : null;
    }

    @Override
    public String toString() {
        return String.join(", ", paths.stream().map(FieldPath::toString).toList());
    }
}

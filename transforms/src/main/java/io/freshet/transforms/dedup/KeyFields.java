package io.freshet.transforms.dedup;

import io.freshet.transforms.record.FieldPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that make a record's key. Used by one thread. */
final class KeyFields {

    private final FieldPath[] paths;
    private final KeyWords key = new KeyWords();

    KeyFields(List<FieldPath> paths) {
        this.paths = paths.toArray(FieldPath[]::new);
    }

    /**
     * Returns the key, until this is asked for the next; null if all its fields are null or not there.
     *
     * @throws org.apache.kafka.connect.errors.DataException if what is at a path can be no key
     */
    @Nullable
    KeyWords of(Object structOrMap) {
        key.begin();
        boolean any = false;
        for (FieldPath path : paths) {
            Object value = path.valueIn(structOrMap);
            any |= value != null;
            key.add(value);
        }
        if (!any) {
            return null;
        }
        key.end();
        return key;
    }

    @Override
    public String toString() {
        return String.join(
                ", ", List.of(paths).stream().map(FieldPath::toString).toList());
    }
}

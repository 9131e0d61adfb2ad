package io.freshet.transforms.enrich;

import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.table.change.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The fields of a record that say which row it is joined with. */
final class LookupKey {

    private final List<FieldPath> paths;

    LookupKey(List<FieldPath> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * Reads the key, null where a field is null or absent.
     *
     * @throws DataException if a field's type cannot be a key; the message names the field
     */
    @Nullable
    RowKey of(Object structOrMap) {
        try {
            return paths.size() == 1 ? single(structOrMap) : composite(structOrMap);
        } catch (DataException e) {
            throw new DataException("Setting 'key' (" + this + "): " + e.getMessage(), e);
        }
    }

    private @Nullable RowKey single(Object structOrMap) {
        Object part = paths.get(0).valueIn(structOrMap);
        return part == null ? null : RowKey.of(part);
    }

    private @Nullable RowKey composite(Object structOrMap) {
        List<Object> parts = new ArrayList<>(paths.size());
        for (FieldPath path : paths) {
            Object part = path.valueIn(structOrMap);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return RowKey.of(parts);
    }

    @Override
    public String toString() {
        return paths.stream().map(FieldPath::toString).collect(Collectors.joining(", "));
    }
}

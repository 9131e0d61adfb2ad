package io.freshet.transforms.table.codec;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.RawChange;
import org.jspecify.annotations.Nullable;

/**
 * A message whose value is read.
 *
 * @param value a struct, a map where there is no schema, or whatever else it is
 */
record Message(RawChange raw, @Nullable Object value) {

    BadChangeException bad(String rule) {
        return new BadChangeException(raw, rule);
    }

    /** Tells the position only: the rest is payload. */
    @Override
    public String toString() {
        return raw.position();
    }
}

package io.freshet.transforms.table.change;

import org.apache.kafka.connect.errors.DataException;

/** A message of a table's topic that is no change of a row; the message names its position and never its contents. */
public final class BadChangeException extends DataException {

    private static final long serialVersionUID = 1L;

    public BadChangeException(RawChange raw, String rule) {
        super(raw.position() + ": " + rule);
    }

    /** Says where a reason, which tells no contents, has come up. */
    public BadChangeException(RawChange raw, DataException reason) {
        super(raw.position() + ": " + reason.getMessage(), reason);
    }
}

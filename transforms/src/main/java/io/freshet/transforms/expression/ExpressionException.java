package io.freshet.transforms.expression;

import org.apache.kafka.connect.errors.DataException;

/** An expression has no value for a record. The message names the setting, the place and the rule, never a value. */
public final class ExpressionException extends DataException {

    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }

    /** Where a record is the cause, the trace says nothing that the message does not. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

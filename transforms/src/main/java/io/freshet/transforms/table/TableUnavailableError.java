package io.freshet.transforms.table;

import org.jspecify.annotations.Nullable;

/**
 * The table cannot answer and waiting has not helped. An {@code Error}, because Connect skips a record for every
 * {@code Exception} that leaves a transformation under {@code errors.tolerance=all}: an outage of the table would
 * silently let records pass by. An Error fails the task, which goes on where it was once it is restarted.
 */
public final class TableUnavailableError extends Error {

    private static final long serialVersionUID = 1L;

    public TableUnavailableError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

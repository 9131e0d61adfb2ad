package io.freshet.transforms.table.change;

import org.jspecify.annotations.Nullable;

/** The database could not be read, and trying again has not helped. The message tells no payload. */
public final class LoadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LoadFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.freshet.quickstart;

import org.jspecify.annotations.Nullable;

/** Something about this machine or the command is in the way; the message is one line for the person who ran it. */
final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotRunException(String line) {
        this(line, null);
    }

    CannotRunException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}

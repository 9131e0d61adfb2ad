package io.freshet.agent.lag.broker;

import org.jspecify.annotations.Nullable;

/** A class of the host is not made as it is in the versions that are known. */
final class UnfamiliarHostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfamiliarHostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

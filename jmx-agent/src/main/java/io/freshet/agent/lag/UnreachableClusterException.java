package io.freshet.agent.lag;

/** The cluster cannot be asked at all; the message says why, in a line. */
public final class UnreachableClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}

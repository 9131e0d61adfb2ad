package io.freshet.transforms.enrich;

/**
 * The task was stopped while a record waited, so nobody waits for the record. An error, and none that can be tolerated: else Connect
 * would pass the record by, and might store that it was done.
 */
final class StoppedTaskError extends Error {

    private static final long serialVersionUID = 1L;

    StoppedTaskError(Throwable cause) {
        super("The task was stopped while a record waited: " + cause.getMessage(), cause);
    }
}

package io.freshet.local;

import org.jspecify.annotations.Nullable;

/** A local process did not do what it should: one line that says what, and the end of the process's log. */
public final class LocalClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String headline;

    public LocalClusterException(String headline) {
        this(headline, "", null);
    }

    public LocalClusterException(String headline, @Nullable Throwable cause) {
        this(headline, "", cause);
    }

    public LocalClusterException(String headline, String log, @Nullable Throwable cause) {
        super(log.isBlank() ? headline : headline + System.lineSeparator() + log, cause);
        this.headline = headline;
    }

    /** The line for a person, without the log. */
    public String headline() {
        return headline;
    }
}

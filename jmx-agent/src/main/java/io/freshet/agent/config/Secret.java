package io.freshet.agent.config;

/** A password, which no message shows. */
public final class Secret {
    static final String SHOWN = "(hidden)";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The password itself: for those who need it, not for messages. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret && value.equals(((Secret) other).value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}

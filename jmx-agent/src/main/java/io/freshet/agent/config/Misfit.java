package io.freshet.agent.config;

/** A value that breaks its rule. */
final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    /** The rule says it all. */
    Misfit() {
        this("");
    }

    /** Says more about the value than the rule does, such as {@code there is no such file}. */
    Misfit(String detail) {
        super(detail, null, false, false);
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

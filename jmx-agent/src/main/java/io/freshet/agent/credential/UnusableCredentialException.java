package io.freshet.agent.credential;

/** A file that does not hold what it should. Says nothing of what it holds. */
public final class UnusableCredentialException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which of the files. */
    public enum Part {
        CERTIFICATE,
        KEY,
        KEYSTORE,
        CLIENT_CA
    }

    private final Part part;
    private final String rule;

    UnusableCredentialException(Part part, String rule, String detail) {
        super(detail);
        this.part = part;
        this.rule = rule;
    }

    public Part part() {
        return part;
    }

    /** Completes the sentence "must be". */
    public String rule() {
        return rule;
    }

    /** What is wrong with it. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

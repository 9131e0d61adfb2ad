package io.freshet.agent.expose.http;

/** A request that is not answered as asked. The message is for the client. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;

    public Refusal(Status status, String why) {
        // Clients cause these by the thousand: no stack trace.
        super(why, null, false, false);
        this.status = status;
    }

    public Status status() {
        return status;
    }

    /** The words, which every refusal has. */
    String why() {
        return String.valueOf(getMessage());
    }
}

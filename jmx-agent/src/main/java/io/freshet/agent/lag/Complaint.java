package io.freshet.agent.lag;

/** What was refused, and of how many. */
public final class Complaint {
    private final String about;
    private final String reason;
    private int more;

    public Complaint(String about, String reason) {
        this.about = about;
        this.reason = reason;
    }

    /** The same of another. */
    public void again() {
        more++;
    }

    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return about + (more == 0 ? "" : " and " + more + " more") + ": " + reason;
    }
}

package io.freshet.agent.lag;

/** What to think of a group's progress in a partition, from the best to the worst. */
public enum Verdict {
    /** It keeps up, or catches up. */
    OK(0),
    /** Lag has only grown. */
    WARN(1),
    /** The committed offset has gone back, and has not come again to where it was. */
    REWIND(2),
    /** The committed offset stands still although there is lag. */
    STALL(3),
    /** There is lag, and nobody commits any more. */
    STOP(4);

    private final int severity;

    Verdict(int severity) {
        this.severity = severity;
    }

    /** From 0, all is well, to 4. */
    public int severity() {
        return severity;
    }

    public Verdict worse(Verdict other) {
        return severity >= other.severity ? this : other;
    }
}

package io.freshet.agent.health;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Lines on standard error. Standard output may be a tool's data, and a logging library set up here would be set up for
 * the host as well.
 */
public final class AgentLog {
    private static final int MOST_KINDS = 100;

    private final PrintStream out;
    private final Set<String> said = new HashSet<>();

    public AgentLog(PrintStream out) {
        this.out = out;
    }

    public void say(String message) {
        out.println("freshet-agent: " + message.replace('\r', ' ').replace('\n', ' '));
    }

    /** Says this unless something of the same kind has been said before. */
    public void sayOnce(String kind, String message) {
        boolean first;
        synchronized (said) {
            first = said.size() < MOST_KINDS && said.add(kind);
        }
        if (first) {
            say(message);
        }
    }
}

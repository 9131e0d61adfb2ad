package io.freshet.agent.command;

import io.freshet.agent.lag.ClusterClient;
import io.freshet.agent.lag.Complaint;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.lag.LagWatch;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** What is said about each look. */
final class LagScreen implements LagWatch.Listener {
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final int MOST_SAID = 1_000;
    private static final String NO_GROUPS = "no group is there, or none that this user may DESCRIBE";

    private final LagArguments arguments;
    private final ClusterClient client;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal = isTerminal();
    private final Set<String> said = new HashSet<>();
    private String trouble = "";

    LagScreen(LagArguments arguments, ClusterClient client, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.client = client;
        this.out = out;
        this.err = err;
    }

    @SuppressWarnings("SystemConsoleNull") // Before Java 22 it is null where there is no terminal.
    private static boolean isTerminal() {
        return System.console() != null && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public void looked(LagSnapshot snapshot) {
        if (!trouble.isEmpty()) {
            say("answered again");
            trouble = "";
        }
        if (arguments.isOnce() || arguments.isWatching()) {
            show(snapshot);
        }
        for (Complaint complaint : client.complaints()) {
            sayOnce(complaint.reason(), complaint.toString());
        }
        if (snapshot.groups().isEmpty() && snapshot.missing().isNothing()) {
            sayOnce(NO_GROUPS, NO_GROUPS);
        }
        LagSnapshot.Missing missing = snapshot.missing();
        if (!missing.isNothing() && !arguments.isServing()) {
            say("incomplete: without " + missing.brokers() + " brokers, " + missing.groups() + " groups, "
                    + missing.topics() + " topics, " + missing.partitions() + " partitions");
        }
    }

    private void show(LagSnapshot snapshot) {
        String text = arguments.isJson()
                ? LagJson.of(snapshot)
                : new LagTable(arguments.isByPartition(), terminal).of(snapshot);
        boolean redraw = terminal && arguments.isWatching() && !arguments.isJson();
        out.print(redraw ? CLEAR + text : text);
        out.flush();
    }

    @Override
    public void failed(RuntimeException failure) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (!reason.equals(trouble)) {
            say(reason);
            trouble = reason;
        }
    }

    private void sayOnce(String kind, String line) {
        if (said.size() < MOST_SAID && said.add(kind)) {
            say(line);
        }
    }

    private void say(String line) {
        err.println("freshet-agent: " + line.replace('\n', ' '));
    }
}

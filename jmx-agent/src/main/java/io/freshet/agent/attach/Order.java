package io.freshet.agent.attach;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a running JVM is asked for when the agent's jar is loaded into it: {@code attach <version> <options>} or
 * {@code detach} from the commands of this jar, or options alone from whatever else can load an agent.
 *
 * <p>Public because of where it is found once the agent has started: see {@link AgentMain}.
 */
public final class Order {
    private static final String ATTACH = "attach ";
    private static final String DETACH = "detach";

    private final boolean detach;
    private final String version;
    private final String options;

    private Order(boolean detach, String version, String options) {
        this.detach = detach;
        this.version = version;
        this.options = options;
    }

    static String attach(String version, String options) {
        return ATTACH + version + " " + options;
    }

    static String detach() {
        return DETACH;
    }

    /** Reads what the JVM was given. */
    public static Order parse(@Nullable String text) {
        String order = text == null ? "" : text;
        if (order.equals(DETACH)) {
            return new Order(true, "", "");
        }
        if (!order.startsWith(ATTACH)) {
            return new Order(false, "", order);
        }
        String rest = order.substring(ATTACH.length());
        int space = rest.indexOf(' ');
        return space < 0
                ? new Order(false, rest, "")
                : new Order(false, rest.substring(0, space), rest.substring(space + 1));
    }

    /** Whether the agent is to leave. */
    public boolean isDetach() {
        return detach;
    }

    /** What stands after the version; may be empty. */
    public String options() {
        return options;
    }

    /** A JVM keeps the classes of the first agent that was loaded, so it runs that version or none. */
    public void checkVersion(String loaded) throws IOException {
        if (!version.isEmpty() && !version.equals(loaded)) {
            throw new IOException("this JVM has version " + loaded + " loaded, and " + version
                    + " was asked for: restart it to change the version");
        }
    }
}

package io.freshet.agent.attach;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent is on in a JVM, as other processes see it: a system property, because the commands of this jar can
 * read one without loading anything into the process.
 *
 * <p>{@code freshet.agent=on 0.1.0 http://0.0.0.0:9404/metrics}, or {@code off} with the version and the reason.
 */
public final class AgentState {
    private static final String PROPERTY = "freshet.agent";
    private static final String ON = "on ";
    private static final String OFF = "off ";

    private final String text;

    private AgentState(String text) {
        this.text = text;
    }

    /** Says that an agent of this version serves at this address. */
    public static void on(String version, String address) {
        System.setProperty(PROPERTY, ON + version + " " + address);
    }

    /** Says why this version is not on. */
    public static void off(String version, String reason) {
        System.setProperty(PROPERTY, OFF + version + " " + reason);
    }

    /** Says nothing any more. */
    public static void clear() {
        System.clearProperty(PROPERTY);
    }

    /** The state of this JVM. */
    public static AgentState current() {
        return in(System.getProperties());
    }

    /** The state of the JVM that has these system properties. */
    static AgentState in(Properties properties) {
        return new AgentState(properties.getProperty(PROPERTY, ""));
    }

    public boolean isOn() {
        return text.startsWith(ON);
    }

    public boolean isOff() {
        return text.startsWith(OFF);
    }

    /** The version that is on, or was tried. */
    String version() {
        return text.split(" ", 3).length > 1 ? text.split(" ", 3)[1] : "";
    }

    /** The address where it is on, the reason where it is off. */
    String detail() {
        return text.split(" ", 3).length > 2 ? text.split(" ", 3)[2] : "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AgentState && text.equals(((AgentState) other).text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "-" : text;
    }
}

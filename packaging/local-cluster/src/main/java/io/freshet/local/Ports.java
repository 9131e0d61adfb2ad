package io.freshet.local;

/** Ports on 127.0.0.1. */
public final class Ports {
    private Ports() {}

    /** A port on which nobody listens. */
    public static int free() {
        return Machine.instance().freePort();
    }

    /** Whether nobody listens on this port. */
    public static boolean isFree(int port) {
        return Machine.instance().isFree(port);
    }
}

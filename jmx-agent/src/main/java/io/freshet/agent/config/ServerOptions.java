package io.freshet.agent.config;

/** How metrics are served. */
public final class ServerOptions {
    private final String host;
    private final int port;

    ServerOptions(Values values) {
        this.host = values.get(Settings.HOST);
        this.port = values.get(Settings.PORT);
    }

    /** The address to listen on. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }
}

package io.freshet.agent.config;

import io.freshet.agent.credential.PasswordHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How metrics are served, and to whom. */
public final class ServerOptions {
    private final String host;
    private final int port;
    private final Optional<TlsOptions> tls;
    private final Map<String, PasswordHash> users;
    private final boolean statusPage;
    private final int connections;
    private final long requestMillis;
    private final long answerMillis;
    private final long idleMillis;

    ServerOptions(Values values) {
        this.host = values.get(Settings.HOST);
        this.port = values.get(Settings.PORT);
        this.tls = TlsOptions.of(values);
        this.users = Map.copyOf(values.all(Settings.AUTH_USERS));
        this.statusPage = values.get(Settings.STATUS_PAGE);
        this.connections = values.get(Settings.MOST_CONNECTIONS);
        this.requestMillis = values.get(Settings.REQUEST_TIMEOUT).toMillis();
        this.answerMillis = values.get(Settings.ANSWER_TIMEOUT).toMillis();
        this.idleMillis = values.get(Settings.IDLE_TIMEOUT).toMillis();
    }

    /** The address to listen on. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** Nothing where HTTP is spoken as it is. */
    public Optional<TlsOptions> tls() {
        return tls;
    }

    /** Those who may look, by name; empty when everybody may. */
    public Map<String, PasswordHash> users() {
        return users;
    }

    /** Whether there is a page for people. */
    public boolean statusPage() {
        return statusPage;
    }

    /** The most connections at once. */
    public int connections() {
        return connections;
    }

    /** The longest time from the beginning to the end of a request. */
    public long requestMillis() {
        return requestMillis;
    }

    /** The longest time that a client may take to read an answer. */
    public long answerMillis() {
        return answerMillis;
    }

    /** How long a connection stays open between requests. */
    public long idleMillis() {
        return idleMillis;
    }

    /** What the address begins with: http or https. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** The names that clients' certificates must have one of; empty when any will do. */
    public List<String> clientNames() {
        return tls.map(TlsOptions::clientNames).orElse(List.of());
    }
}

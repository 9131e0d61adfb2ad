package io.freshet.agent.expose;

import io.freshet.agent.config.ServerOptions;
import io.freshet.agent.config.TlsOptions;
import io.freshet.agent.credential.UnusableCredentialException;
import io.freshet.agent.expose.http.HttpServer;
import io.freshet.agent.expose.http.Limits;
import io.freshet.agent.expose.http.Transport;
import io.freshet.agent.expose.status.StatusPage;
import io.freshet.agent.expose.tls.Tls;
import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.SeriesPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the series to those who ask over HTTP. */
public final class MetricsServer implements AutoCloseable {
    private final HttpServer http;
    private final Access access;
    private final @Nullable Tls tls;
    private final AgentHealth health;

    private MetricsServer(HttpServer http, Access access, @Nullable Tls tls, AgentHealth health) {
        this.http = http;
        this.access = access;
        this.tls = tls;
        this.health = health;
    }

    /** Takes the port; connections wait until {@link #start}. */
    public static MetricsServer bind(ServerOptions options, AgentHealth health) throws IOException {
        Tls tls = tls(options.tls(), health);
        HttpServer http = HttpServer.bind(
                options.host(),
                options.port(),
                new Limits(
                        options.connections(), options.requestMillis(), options.answerMillis(), options.idleMillis()),
                (what, failure) -> health.failed(AgentHealth.Stage.EXPOSE, what, failure));
        return new MetricsServer(http, new Access(options), tls, health);
    }

    /** Answers from now on. Without a status page there is none. */
    public void start(MetricsPage page, Optional<StatusPage> status) {
        SharedPages pages = new SharedPages(http::dropSlowestReader);
        http.start(tls == null ? Transport.PLAIN : tls, new Site(page, status, access, pages, health));
    }

    /** Takes what may change while it runs: those who may look. */
    public void changed(ServerOptions options) {
        access.changed(options);
    }

    /** The series on the server itself. */
    public List<SeriesPlan> series() {
        List<SeriesPlan> plans = new ArrayList<>();
        if (access.asksForPasswords()) {
            plans.addAll(ServerSeries.of(access));
        }
        if (tls != null) {
            plans.addAll(ServerSeries.of(tls));
        }
        return plans;
    }

    @Override
    public void close() {
        http.close();
    }

    private static @Nullable Tls tls(Optional<TlsOptions> options, AgentHealth health) throws IOException {
        if (options.isEmpty()) {
            return null;
        }
        try {
            return new Tls(options.get().files(), options.get().versions(), health);
        } catch (UnusableCredentialException e) {
            // They were fine when the settings were checked.
            throw new IOException(e.part() + " must be " + e.rule() + ", but " + e.detail(), e);
        }
    }
}

package io.freshet.agent.expose;

import io.freshet.agent.expose.http.Handler;
import io.freshet.agent.expose.http.HttpRequest;
import io.freshet.agent.expose.http.Refusal;
import io.freshet.agent.expose.http.Response;
import io.freshet.agent.expose.http.Status;
import io.freshet.agent.expose.status.StatusPage;
import io.freshet.agent.health.AgentHealth;
import java.util.List;
import java.util.Optional;

/** What is where: the metrics, the status page, and whether the agent is there at all. */
final class Site implements Handler {
    static final String METRICS = "/metrics";
    static final String HEALTH = "/healthz";
    static final String STATUS = "/";

    private final MetricsPage metrics;
    private final Access access;
    private final SharedPages pages;
    private final Optional<StatusPage> status;
    private final AgentHealth health;

    Site(MetricsPage metrics, Optional<StatusPage> status, Access access, SharedPages pages, AgentHealth health) {
        this.metrics = metrics;
        this.status = status;
        this.access = access;
        this.pages = pages;
        this.health = health;
    }

    @Override
    public Response answer(HttpRequest request) throws Refusal {
        try {
            return route(request);
        } catch (RuntimeException | Error failure) {
            health.failed(AgentHealth.Stage.EXPOSE, "a page could not be written", failure);
            throw new Refusal(
                    Status.INTERNAL_SERVER_ERROR, "The page could not be written; the process's log says why.");
        }
    }

    /** Whether the agent is there says nothing that a probe should need a password for. */
    private Response route(HttpRequest request) throws Refusal {
        if (request.path().equals(HEALTH)) {
            return isReading(request) ? Response.line(Status.OK, "ok") : wrongMethod();
        }
        Optional<Response> refusal = access.refuse(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (request.path().equals(METRICS)) {
            return isReading(request) ? metrics(request) : wrongMethod();
        }
        if (request.path().equals(STATUS) && status.isPresent()) {
            return isReading(request) ? status(request, status.get()) : wrongMethod();
        }
        throw new Refusal(Status.NOT_FOUND, "The metrics are under " + METRICS + ".");
    }

    private Response status(HttpRequest request, StatusPage page) throws Refusal {
        boolean zipped = Negotiation.acceptsGzip(request.field("accept-encoding"));
        return pages.get(STATUS, target -> page.write(target::append), "text/html; charset=utf-8", zipped)
                .with("Cache-Control", "no-store")
                .with("Content-Security-Policy", page.policy())
                .with("Referrer-Policy", "no-referrer")
                .with("X-Frame-Options", "DENY");
    }

    private static boolean isReading(HttpRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static Response wrongMethod() {
        return Response.line(Status.METHOD_NOT_ALLOWED, "GET or HEAD, please.").with("Allow", "GET, HEAD");
    }

    private Response metrics(HttpRequest request) throws Refusal {
        Format format = format(request);
        NameFilter filter = NameFilter.of(request.parameters("name[]"));
        boolean zipped = Negotiation.acceptsGzip(request.field("accept-encoding"));
        return pages.get(
                List.of(format, filter), page -> metrics.write(format, filter, page), format.contentType(), zipped);
    }

    /** As the address says, for those who cannot say it by {@code Accept}; else as they accept. */
    private static Format format(HttpRequest request) throws Refusal {
        List<String> asked = request.parameters("format");
        if (!asked.isEmpty()) {
            return Format.named(asked.get(0))
                    .orElseThrow(() -> new Refusal(Status.BAD_REQUEST, "format: must be text or openmetrics."));
        }
        return Format.accepted(request.field("accept"))
                .orElseThrow(() -> new Refusal(
                        Status.NOT_ACCEPTABLE,
                        "Here are " + Format.TEXT.contentType() + " and " + Format.OPEN_METRICS.contentType() + "."));
    }
}

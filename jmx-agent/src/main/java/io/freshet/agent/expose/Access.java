package io.freshet.agent.expose;

import io.freshet.agent.config.ServerOptions;
import io.freshet.agent.expose.auth.BasicAuthentication;
import io.freshet.agent.expose.auth.ClientNames;
import io.freshet.agent.expose.http.HttpRequest;
import io.freshet.agent.expose.http.Response;
import io.freshet.agent.expose.http.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Who is let in. */
final class Access {
    private static final String CHALLENGE = "Basic realm=\"freshet-agent\", charset=\"UTF-8\"";

    private final ClientNames names;
    private volatile Optional<BasicAuthentication> passwords;
    private final Map<BasicAuthentication.Verdict, LongAdder> refusals =
            new EnumMap<>(BasicAuthentication.Verdict.class);

    Access(ServerOptions options) {
        this.names = new ClientNames(options.clientNames());
        this.passwords = passwords(options);
        for (BasicAuthentication.Verdict verdict : BasicAuthentication.Verdict.values()) {
            refusals.put(verdict, new LongAdder());
        }
    }

    private static Optional<BasicAuthentication> passwords(ServerOptions options) {
        return options.users().isEmpty()
                ? Optional.empty()
                : Optional.of(new BasicAuthentication(options.users(), System::nanoTime));
    }

    /** Takes other users from now on. */
    void changed(ServerOptions options) {
        passwords = passwords(options);
    }

    boolean asksForPasswords() {
        return passwords.isPresent();
    }

    /** How often nobody was let in for this reason. */
    double refusals(BasicAuthentication.Verdict reason) {
        LongAdder count = refusals.get(reason);
        return count == null ? 0 : count.sum();
    }

    /** What is answered to one who may not look; nothing to those who may. */
    Optional<Response> refuse(HttpRequest request) {
        if (!names.admit(request)) {
            return Optional.of(
                    Response.line(Status.FORBIDDEN, "Your certificate has none of the names that may look."));
        }
        Optional<BasicAuthentication> current = passwords;
        if (current.isEmpty()) {
            return Optional.empty();
        }
        BasicAuthentication.Verdict verdict = current.get().check(request.field("authorization"));
        if (verdict == BasicAuthentication.Verdict.ADMITTED) {
            return Optional.empty();
        }
        refusals.computeIfAbsent(verdict, missing -> new LongAdder()).increment();
        return Optional.of(
                verdict == BasicAuthentication.Verdict.LATER
                        ? Response.line(
                                        Status.SERVICE_UNAVAILABLE,
                                        "Others are being looked at. Try again in a moment.")
                                .with("Retry-After", "5")
                        : Response.line(Status.UNAUTHORIZED, "Name and password, please.")
                                .with("WWW-Authenticate", CHALLENGE));
    }
}

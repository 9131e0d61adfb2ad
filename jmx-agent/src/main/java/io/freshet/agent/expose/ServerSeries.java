package io.freshet.agent.expose;

import io.freshet.agent.expose.auth.BasicAuthentication.Verdict;
import io.freshet.agent.expose.tls.Tls;
import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.SeriesPlan;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The series on the server itself: only of what is switched on. */
final class ServerSeries {
    private ServerSeries() {}

    static List<SeriesPlan> of(Access access) {
        String name = "freshet_agent_authentication_failures_total";
        String help = "Requests that were not let in: missing (no password), wrong (name or password), "
                + "or later (not looked at, because others were being looked at or had been wrong just before).";
        return List.of(
                counter(name, help, "reason", "missing", () -> access.refusals(Verdict.MISSING)),
                counter(name, help, "reason", "wrong", () -> access.refusals(Verdict.WRONG)),
                counter(name, help, "reason", "later", () -> access.refusals(Verdict.LATER)));
    }

    static List<SeriesPlan> of(Tls tls) {
        String reloads = "freshet_agent_tls_reloads_total";
        String help = "New certificates and keys that were found: loaded, or refused because they were of no use.";
        return List.of(
                counter(reloads, help, "result", "loaded", tls::loaded),
                counter(reloads, help, "result", "refused", tls::refused),
                SeriesPlan.number(
                        new FamilyName("freshet_agent_tls_handshake_failures_total", FamilyType.COUNTER),
                        "Connections that came to nothing because client and server did not agree on TLS or a certificate.",
                        "",
                        List.of(),
                        tls::failedHandshakes),
                SeriesPlan.number(
                        new FamilyName("freshet_agent_tls_certificate_end_timestamp_seconds", FamilyType.GAUGE),
                        "When the first certificate ends of those that the server shows.",
                        "seconds",
                        List.of(),
                        () -> tls.ends().getEpochSecond()));
    }

    private static SeriesPlan counter(String name, String help, String label, String value, DoubleSupplier reading) {
        return SeriesPlan.number(
                new FamilyName(name, FamilyType.COUNTER), help, "", List.of(new Label(label, value)), reading);
    }
}

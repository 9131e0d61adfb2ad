package io.freshet.agent.expose.status;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.Meaning;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names as people read them. */
final class Words {
    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("broker", "Broker"),
            Map.entry("controller", "Controller"),
            Map.entry("producer", "Producer"),
            Map.entry("consumer", "Consumer"),
            Map.entry("client", "Clients"),
            Map.entry("coordinator", "Coordinators"),
            Map.entry("connect", "Connect"),
            Map.entry("streams", "Streams"),
            Map.entry("freshet", "Freshet"),
            Map.entry("os", "Machine"),
            Map.entry("logs", "Logs"));

    private static final List<String> ABBREVIATIONS = List.of("CPU", "TCP", "ISR", "IO", "JVM", "ID", "SSL", "GC");

    private Words() {}

    /** {@code RequestHandlerAvgIdlePercent} becomes Request handler avg idle. */
    static String title(FamilyName family, Meaning meaning) {
        String own = own(family, meaning);
        if (own.matches(".+(PerSec|Percent)")) {
            own = own.substring(0, own.length() - (own.endsWith("t") ? "Percent" : "PerSec").length());
        }
        String words = own.replaceAll("[-_.]+", " ")
                .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2")
                .replaceAll("(?i) (total|ms|ns)$", "")
                .trim();
        if (meaning.mbean().isEmpty()) {
            words = words.replaceAll(" (seconds|bytes)$", "");
        }
        if (meaning.mbean().contains("type=RequestMetrics,")) {
            words = words.startsWith("Request") ? words : "Request " + words;
        }
        // Offline partitions count says it twice.
        String lower = words.toLowerCase(Locale.ROOT).replaceAll("s count$", "s");
        String title = lower.isEmpty() ? own : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
        return capitals(title);
    }

    private static String capitals(String title) {
        String text = title;
        for (String abbreviation : ABBREVIATIONS) {
            text = text.replaceAll("(?i)\\b" + abbreviation + "\\b", abbreviation);
        }
        return text;
    }

    private static String own(FamilyName family, Meaning meaning) {
        if (meaning.mbean().isEmpty()) {
            return family.openMetrics().replaceFirst("^freshet_(host|agent)?_?", "");
        }
        int name = meaning.mbean().indexOf(",name=");
        if (name < 0) {
            return meaning.attribute();
        }
        String own = meaning.mbean().substring(name + ",name=".length());
        return meaning.attribute().isEmpty() ? own : own.replaceAll("Percent$", "") + " " + meaning.attribute();
    }

    /** {@code Broker, ReplicaManager}. */
    static String section(FamilyName family, Meaning meaning) {
        String role = ROLES.getOrDefault(meaning.role(), meaning.role());
        int type = meaning.mbean().indexOf("type=");
        if (type < 0) {
            return role;
        }
        String rest = meaning.mbean().substring(type + "type=".length());
        int end = rest.indexOf(',');
        return role + ", " + (end < 0 ? rest : rest.substring(0, end));
    }
}

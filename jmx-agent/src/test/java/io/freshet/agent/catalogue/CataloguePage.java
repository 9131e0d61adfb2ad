package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Profile;
import java.util.Map;

/** METRICS.md, from the catalogue. */
final class CataloguePage {
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("broker", "Brokers"),
            Map.entry("tiered-storage", "Brokers: tiered storage"),
            Map.entry("controller", "Controllers and the metadata quorum"),
            Map.entry("quotas", "Brokers: quotas"),
            Map.entry("clients", "All clients"),
            Map.entry("producer", "Producers"),
            Map.entry("consumer", "Consumers"),
            Map.entry("connect", "Connect workers"),
            Map.entry("streams", "Streams applications"),
            Map.entry("stores", "Streams applications: state stores"),
            Map.entry("freshet", "Freshet's transformations, in a Connect worker"),
            Map.entry("os", "The machine, the container and the disks"),
            Map.entry("logs", "The log"),
            Map.entry("lag", "Consumer lag"));

    private final Catalogue catalogue;

    CataloguePage(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    String markdown() {
        StringBuilder page = new StringBuilder(
                """
                # What the metrics mean

                The metrics that the agent explains itself, written from its catalogue: profile `standard`. Those of profile
                `essential` are marked **essential**, those that books about Kafka teach **classic**. Whatever else Kafka
                registers is in profile `all`, under the same naming rule (see README.md).
                """);
        for (String role : Catalogue.ROLES) {
            page.append("\n## ").append(TITLES.get(role)).append('\n');
            catalogue.entries().stream()
                    .filter(entry -> entry.role().equals(role))
                    .forEach(entry -> append(entry, page));
        }
        return page.toString();
    }

    private static void append(CatalogueEntry entry, StringBuilder page) {
        String name = Names.of(entry).sample();
        page.append("\n### `").append(name).append("`\n\n");
        page.append(marks(entry)).append(entry.help()).append("\n\n");
        page.append("- From: ").append(source(entry)).append('\n');
        page.append("- Type: ")
                .append(entry.type().openMetricsName())
                .append(", ")
                .append(entry.unit())
                .append('\n');
        if (entry.alsoInSeconds()) {
            String seconds = Names.inSeconds(Names.of(entry)).sample();
            page.append("- In seconds: `").append(seconds).append("`\n");
        }
        page.append("- Healthy: ").append(entry.healthy()).append('\n');
        page.append("- Otherwise: ").append(entry.look()).append('\n');
    }

    private static String marks(CatalogueEntry entry) {
        String essential = entry.profile() == Profile.ESSENTIAL ? "**essential** " : "";
        return entry.book() ? essential + "**classic** " : essential;
    }

    private static String source(CatalogueEntry entry) {
        if (entry.mbean().isEmpty()) {
            return "the agent itself";
        }
        String mbean = entry.mbean().equals(QuotaRule.MBEAN) ? "kafka.server:type=<resource>" : entry.mbean();
        boolean ofAttribute = !entry.attribute().isEmpty() && !entry.attribute().equals("seconds");
        return "`" + mbean + "`" + (ofAttribute ? ", `" + entry.attribute() + "`" : "");
    }
}

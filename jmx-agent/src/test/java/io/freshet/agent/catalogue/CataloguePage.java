package io.freshet.agent.catalogue;

import java.util.Map;

/** METRICS.md, from the catalogue. */
final class CataloguePage {
    private static final Map<String, String> TITLES = Map.of(
            "broker", "Brokers and controllers",
            "producer", "Producers",
            "consumer", "Consumers",
            "connect", "Connect workers",
            "freshet", "Freshet's transformations, in a Connect worker",
            "os", "The machine, the container and the disks",
            "logs", "The log");

    private final Catalogue catalogue;

    CataloguePage(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    String markdown() {
        StringBuilder page = new StringBuilder(
                """
                # What the metrics mean

                The metrics that the agent explains itself, written from its catalogue. Everything else that Kafka
                registers is exposed as well, under the same naming rule (see README.md).
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
        page.append("\n### `").append(Names.of(entry).sample()).append("`\n\n");
        page.append(entry.help()).append("\n\n");
        if (!entry.mbean().isEmpty()) {
            page.append("- From: `").append(source(entry)).append("`\n");
        }
        page.append("- Type: ")
                .append(entry.type().openMetricsName())
                .append(", ")
                .append(entry.unit())
                .append('\n');
        page.append("- Healthy: ").append(entry.healthy()).append('\n');
        page.append("- Otherwise: ").append(entry.look()).append('\n');
    }

    private static String source(CatalogueEntry entry) {
        String mbean = entry.mbean().equals(QuotaRule.MBEAN) ? "kafka.server:type=<resource>" : entry.mbean();
        boolean ofAttribute = !entry.attribute().isEmpty() && !entry.attribute().equals("seconds");
        return ofAttribute ? mbean + ", " + entry.attribute() : mbean;
    }
}

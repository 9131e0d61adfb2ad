package io.freshet.transforms.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** METRICS.md is written from the metrics themselves. */
class MetricsPageTest {

    private static final Path PAGE = Path.of("METRICS.md");
    private static final String BEGIN = "<!-- metrics: generated, do not edit -->\n";
    private static final String END = "<!-- end of metrics -->\n";

    @Test
    void page_isUpToDate() throws IOException {
        String shown = Files.readString(PAGE);
        String upToDate = shown.substring(0, shown.indexOf(BEGIN) + BEGIN.length())
                + tables()
                + shown.substring(shown.indexOf(END));
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.writeString(PAGE, upToDate);
        } else {
            assertThat(shown)
                    .as("write it anew with -Dfreshet.write.pages=true")
                    .isEqualTo(upToDate);
        }
    }

    @Test
    void names_areInKafkasStyleAndDistinct() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.attribute()).matches("[a-z]+(-[a-z]+)*");
            assertThat(metric.meaning()).endsWith(".").hasSizeGreaterThan(20);
        });
        for (Metric.Group group : Metric.Group.values()) {
            assertThat(Metric.of(group)).extracting(Metric::attribute).doesNotHaveDuplicates();
        }
    }

    @Test
    void catalogueOfTheAgent_explainsEachMetric() throws IOException {
        String catalogue =
                Files.readString(Path.of("../jmx-agent/src/main/resources/io/freshet/agent/catalogue/freshet.yaml"));

        assertThat(Metric.values()).allSatisfy(metric -> assertThat(catalogue)
                .contains("- mbean: " + metric.group().domain() + ":type="
                        + metric.group().type() + "\n  attribute: " + metric.attribute() + "\n"));
    }

    private static String tables() {
        StringBuilder page = new StringBuilder();
        for (Metric.Group group : Metric.Group.values()) {
            page.append("\n### `").append(group.domain()).append(":type=").append(group.type());
            page.append(',').append(group.tag()).append("=...`\n\n");
            page.append(group.meaning()).append(". In Prometheus `");
            page.append(underscored(group.domain() + "-" + group.type()))
                    .append("_...{")
                    .append(group.tag())
                    .append("=\"...\"}`.\n\n");
            page.append("| attribute | unit | meaning |\n| --- | --- | --- |\n");
            Arrays.stream(Metric.values())
                    .filter(metric -> metric.group() == group)
                    .forEach(metric -> append(metric, page));
        }
        return page.append('\n').toString();
    }

    private static void append(Metric metric, StringBuilder page) {
        page.append("| `").append(metric.attribute()).append('`');
        if (metric.kind() == Metric.Kind.COUNT) {
            page.append("<br>`").append(metric.rateAttribute()).append('`');
        }
        page.append(" | ").append(metric.unit());
        page.append(" | ").append(metric.meaning()).append(" |\n");
    }

    private static String underscored(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}

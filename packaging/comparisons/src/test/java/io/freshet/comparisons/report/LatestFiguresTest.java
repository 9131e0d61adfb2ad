package io.freshet.comparisons.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestFiguresTest {
    private static final Measure RATE = new Measure("rows per second", "", 0);
    private static final Measure HEAP = new Measure("live heap", "MB", 0);

    private final Path folder;

    LatestFiguresTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void update_pageWithFigures_hasThoseOfTheFiles() throws IOException {
        Path page = Files.writeString(
                folder.resolve("README.md"),
                "before\n<!-- figures: generated, do not edit -->\nold\n<!-- end of figures -->\nafter\n");
        Report report = new Report("load", "2 rounds");
        report.add("Freshet", RATE, 500_000);
        report.add("Freshet", RATE, 600_000);
        report.add("Freshet", HEAP, 900);
        report.add("Kafka Streams, in memory", RATE, 250_000);
        report.add("Kafka Streams, in memory", RATE, 300_000);
        report.aimAtRatio("Freshet", "Kafka Streams, in memory", RATE, true, 1.5);
        Path file = CsvFile.write(report, folder.resolve("results"));

        LatestFigures.update(folder.resolve("results"));

        assertThat(file)
                .content()
                .endsWith(
                        """
                        kind,what,measure,unit,bound,median,rounds...
                        result,Freshet,rows per second,,,550000,500000,600000
                        result,Freshet,live heap,MB,,900.000,900.000
                        result,"Kafka Streams, in memory",rows per second,,,275000,250000,300000
                        target,"rows per second: Freshet / Kafka Streams, in memory",,x,>= 1.500,2.000,2.000,2.000
                        """);
        assertThat(page).content().startsWith("before\n<!-- figures: generated, do not edit -->\n\n**load**; Freshet ");
        assertThat(page)
                .content()
                .endsWith(
                        """
                        ; 2 rounds

                        | median | rows per second | live heap, MB |
                        | --- | ---: | ---: |
                        | Freshet | 550,000 | 900 |
                        | Kafka Streams, in memory | 275,000 |  |

                        | aimed at | bound | median |
                        | --- | ---: | ---: |
                        | rows per second: Freshet / Kafka Streams, in memory | >= 1.500 x | 2.00 x |

                        <!-- end of figures -->
                        after
                        """);
    }

    @Test
    void readme_ofThisModule_hasTheLatestFigures() throws IOException {
        Path results = Path.of("results");
        String page = Files.readString(Path.of("README.md"));

        assertThat(page).isEqualTo(LatestFigures.updated(page, results));
    }
}

package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path PAGE = Path.of("METRICS.md");

    @Test
    void read_eachEntry_hasAHelpThatIsASentence() throws IOException {
        assertThat(Catalogue.read().entries()).hasSizeGreaterThan(50).allSatisfy(entry -> {
            assertThat(entry.help()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(entry.unit()).isNotBlank();
            assertThat(entry.healthy()).isNotBlank();
            assertThat(entry.look()).isNotBlank();
        });
    }

    @Test
    void read_names_areDistinct() throws IOException {
        assertThat(Catalogue.read().entries())
                .extracting(entry -> Names.of(entry).sample())
                .doesNotHaveDuplicates();
    }

    @Test
    void page_isUpToDate() throws IOException {
        String page = new CataloguePage(Catalogue.read()).markdown();
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("METRICS.md; write it anew with -Dfreshet.write.pages=true")
                .isEqualTo(page);
    }

    @Test
    void byFamily_eachNameOfAnEntry_isThere() throws IOException {
        assertThat(Catalogue.read().byFamily())
                .containsKeys(
                        "kafka_server_brokertopicmetrics_bytesin_total",
                        "kafka_network_requestmetrics_totaltimems",
                        "kafka_network_requestmetrics_totaltime_seconds");
    }
}

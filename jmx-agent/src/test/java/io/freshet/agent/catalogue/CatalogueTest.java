package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void entry_unknownField_isRefused() {
        Map<String, Object> fields = Map.of(
                "mbean",
                "a:type=b,name=c",
                "type",
                "gauge",
                "unit",
                "u",
                "help",
                "h",
                "healthy",
                "x",
                "look",
                "y",
                "hlep",
                "z");

        assertThatThrownBy(() -> new CatalogueEntry(new EntryFields("test.yaml", fields), "broker"))
                .hasMessageContaining("test.yaml: nothing reads the field hlep");
    }

    @Test
    void entry_missingField_isRefused() {
        assertThatThrownBy(() ->
                        new CatalogueEntry(new EntryFields("test.yaml", Map.of("mbean", "a:type=b,name=c")), "broker"))
                .hasMessageContaining("test.yaml: type is missing");
        assertThatThrownBy(() -> new EntryFields("test.yaml", List.of())).hasMessageContaining("must be a map");
    }
}

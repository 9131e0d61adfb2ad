package io.freshet.agent.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.catalogue.Catalogue;
import io.freshet.agent.catalogue.CatalogueEntry;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedMetricsTest {
    @Test
    void catalogue_eachMetricThatKafkaDocuments_hasAnEntry() throws IOException {
        Set<String> entries = Catalogue.read().entries().stream()
                .map(DocumentedMetricsTest::key)
                .collect(Collectors.toSet());

        assertThat(DocumentedMetrics.read()).hasSizeGreaterThan(548).allMatch(documented -> documented.keys().stream()
                .anyMatch(entries::contains));
    }

    static String key(CatalogueEntry entry) {
        return entry.attribute().isEmpty() ? entry.mbean() : entry.mbean() + "#" + entry.attribute();
    }
}

package io.freshet.connect.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.connect.table.metrics.Count;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void page_allCounts_areExplainedAsTheyAreCounted() throws Exception {
        String page = Files.readString(Path.of("docs/table-sink.md"));

        for (Count count : Count.values()) {
            assertThat(page).contains("| `" + count.attribute() + "` | " + count.meaning() + " |\n");
        }
    }
}

package io.freshet.agent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader that the other tests trust: it must refuse what is wrong. */
class ExpositionTest {
    @Test
    void text_goodPage_isRead() {
        assertThat(Exposition.text("# HELP a Help.\n# TYPE a gauge\na{x=\"1\",y=\"q\\\"\"} 1\na 2\n"))
                .containsOnlyKeys("a");
    }

    @Test
    void text_escapedBackslashBeforeN_isNoNewline() {
        assertThat(Exposition.text("# HELP a Help.\n# TYPE a gauge\na{x=\"1\\\\n2\\n3\"} 1\n")
                        .values())
                .flatExtracting(ScrapedFamily::samples)
                .extracting(sample -> sample.labels().get("x"))
                .containsExactly("1\\n2\n3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1\n",
                "# HELP a Help.\na 1\n",
                "# TYPE a gauge\na 1\n",
                "# HELP a Help.\n# TYPE a gauge\n",
                "# HELP a Help.\n# TYPE a gauge\na 1",
                "# HELP a Help.\n# TYPE a gauge\na 1\na 2\n",
                "# HELP a Help.\n# TYPE a gauge\na{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\n",
                "# HELP a Help.\n# TYPE a gauge\na{x=\"1\",x=\"2\"} 1\n",
                "# HELP a Help.\n# TYPE a gauge\na{x=\"1\",} 1\n",
                "# HELP a Help.\n# TYPE a gauge\na{x=\"a\"b\"} 1\n",
                "# HELP a Help.\n# TYPE a gauge\na-b 1\n",
                "# HELP a Help.\n# TYPE a gauge\nb 1\n",
                "# HELP a Help.\n# TYPE a gauge\na one\n",
                "# HELP a Help.\n# TYPE a gauge\n# TYPE a gauge\na 1\n",
                "# HELP a Help.\n# TYPE a gauge\na 1\n# HELP a Help.\n# TYPE a gauge\na{x=\"1\"} 1\n",
                "# HELP a Help.\n# TYPE a counter\na -1\n",
                "# HELP a Help.\n# TYPE a summary\na 1\n",
                "# HELP a Help.\n# TYPE a gauge\na 1\n# EOF\n",
                "# HELP a_total Help.\n# TYPE a_total counter\na 1\n",
            })
    void text_badPage_isRefused(String page) {
        assertThatThrownBy(() -> Exposition.text(page))
                .isInstanceOfAny(AssertionError.class, NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE a counter\n# HELP a Help.\na_total 1\n",
                "# TYPE a counter\n# HELP a Help.\na 1\n# EOF\n",
                "# TYPE a gauge\n# UNIT a seconds\n# HELP a Help.\na 1\n# EOF\n",
                "# TYPE a info\n# HELP a Help.\na_info 2\n# EOF\n",
            })
    void openMetrics_badPage_isRefused(String page) {
        assertThatThrownBy(() -> Exposition.openMetrics(page)).isInstanceOf(AssertionError.class);
    }
}

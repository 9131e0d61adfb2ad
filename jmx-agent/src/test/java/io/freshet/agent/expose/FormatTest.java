package io.freshet.agent.expose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                        | TEXT",
                "*/*                                                       | TEXT",
                "text/html                                                 | ",
                "application/json                                          | ",
                "text/html,*/*;q=0                                         | ",
                "text/plain;q=0,*/*                                        | ",
                "text/*                                                    | TEXT",
                "application/*                                             | OPEN_METRICS",
                "text/html, image/gif, *; q=.2, */*; q=.2                  | TEXT",
                "text/plain                                                | TEXT",
                "application/openmetrics-text                              | OPEN_METRICS",
                "application/openmetrics-text; version=1.0.0; charset=utf-8 | OPEN_METRICS",
                "Application/OpenMetrics-Text;Version=1.0.0                | OPEN_METRICS",
                "application/openmetrics-text;version=0.0.1,*/*;q=0.1      | TEXT",
                "application/openmetrics-text;version=1.0.0;q=0            | ",
                "application/openmetrics-text;version=1.0.0;q=0.2,text/plain;version=0.0.4;q=0.5 | TEXT",
                "application/openmetrics-text;version=1.0.0;q=x            | ",
                "text/plain;version=0.0.4;q=0.5,*/*;q=0.1                  | TEXT",
                // Prometheus 2 and 3.
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPEN_METRICS",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2 | OPEN_METRICS",
            })
    void accepted_headers_chooseTheFormat(String accept, @Nullable Format expected) {
        assertThat(Format.accepted(accept)).isEqualTo(Optional.ofNullable(expected));
    }
}

package io.freshet.transforms.table.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "SELECT * FROM t WHERE a = ? | 1",
                "  with x as (select ? as a) SELECT * FROM x WHERE b = ? -- and ?; | 2",
                "SELECT '?;', 'it''s ?' FROM t WHERE a = ? | 1",
                "SELECT \"?;\", `?;` FROM t /* ?; */ WHERE a = ? | 1",
                "SELECT * FROM t WHERE doc ?? 'k' AND a = ? | 1",
            })
    void parse_query_countsTheValuesThatAreBoundToIt(String text, int parameters) {
        assertThat(QueryText.parse("q", text)).isEqualTo(new QueryText(text.strip(), parameters));
    }
}

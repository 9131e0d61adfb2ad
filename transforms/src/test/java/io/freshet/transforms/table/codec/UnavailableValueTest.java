package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnavailableValueTest {

    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    @Test
    void is_placeholderInEveryForm_isFound() {
        List<Object> numbers = new ArrayList<>();
        for (byte each : PLACEHOLDER.getBytes(UTF_8)) {
            numbers.add((long) each);
        }

        assertThat(List.of(
                        PLACEHOLDER,
                        "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==",
                        PLACEHOLDER.getBytes(UTF_8),
                        List.of(PLACEHOLDER),
                        numbers,
                        Map.of(PLACEHOLDER, PLACEHOLDER)))
                .allMatch(UnavailableValue::is);
    }

    @Test
    void is_anythingElse_isNot() {
        assertThat(List.of("", "text", 1L, List.of(), List.of("a"), Map.of(), Map.of("a", PLACEHOLDER), new byte[] {1}))
                .noneMatch(UnavailableValue::is);
        assertThat(UnavailableValue.is(null)).isFalse();
    }
}

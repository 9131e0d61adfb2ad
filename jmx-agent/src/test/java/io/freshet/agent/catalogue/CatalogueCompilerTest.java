package io.freshet.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueCompilerTest {
    private final Map<String, Object> entry = new HashMap<>(
            Map.of("mbean", "a:type=b,name=c", "type", "gauge", "unit", "u", "help", "h", "healthy", "x", "look", "y"));

    @Test
    void compile_plainEntry_isItsKeyALinePerFieldAndAnEmptyLine() {
        assertThat(compiled().split("\n"))
                .contains(
                        "role broker", "mbean a:type=b,name=c", "type gauge", "unit u", "help h", "healthy x", "look y")
                .startsWith("a:type=b,name=c")
                .hasSize(8);
        assertThat(compiled()).endsWith("\n\n");
    }

    @Test
    void compile_choices_becomeAnEntryEach() {
        entry.put("mbean", List.of("a:type=b", "a:type=c"));
        entry.put("attribute", "size-{avg|max}");
        entry.put("help", "{Average|Largest} size.");
        entry.put("essential", "{true|}");

        assertThat(compiled().split("\n\n"))
                .hasSize(4)
                .anySatisfy(one -> assertThat(one)
                        .contains("mbean a:type=b\n", "attribute size-avg\n", "help Average size.", "essential true"))
                .anySatisfy(one -> assertThat(one)
                        .contains("mbean a:type=c\n", "attribute size-max\n", "help Largest size.")
                        .doesNotContain("essential"));
    }

    @Test
    void compile_choicesOfDifferentNumber_areRefused() {
        entry.put("attribute", "size-{avg|max}");
        entry.put("help", "{A|B|C} size.");

        assertThatThrownBy(this::compiled).hasMessageContaining("every choice must have");
    }

    @Test
    void compile_unknownField_isRefused() {
        entry.put("hlep", "z");

        assertThatThrownBy(this::compiled).hasMessageContaining("nothing reads the field hlep");
    }

    @Test
    void compile_missingField_isRefused() {
        entry.remove("type");

        assertThatThrownBy(this::compiled).hasMessageContaining("type is missing");
    }

    @Test
    void compile_conditionThatCannotBeRead_isRefused() {
        entry.put("ok", "about 3");

        assertThatThrownBy(this::compiled).hasMessageContaining("Found: about 3");
    }

    @Test
    void compile_whatIsNoMap_isRefused() {
        assertThatThrownBy(() -> CatalogueCompiler.compile(List.of(), "broker", new StringBuilder()))
                .hasMessageContaining("must be a map");
    }

    private String compiled() {
        StringBuilder compiled = new StringBuilder();
        CatalogueCompiler.compile(entry, "broker", compiled);
        return compiled.toString();
    }
}

package io.freshet.transforms.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.TableConfig;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** SETTINGS.md is written from the definitions of all transformations that Connect finds here. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("SETTINGS.md");
    private static final Path CLASSES = Path.of("target/classes");

    /** Settings that a transformation passes on, whatever follows: by its simple name, prefix to meaning. */
    private static final Map<String, Map<String, String>> PREFIXES = Map.of("Enrich", TableConfig.prefixes());

    @Test
    void page_isUpToDate() throws IOException {
        String shown = Files.readString(PAGE);
        String upToDate = SettingsPage.upToDate(shown, String.join("\n", sections()));
        if (Boolean.getBoolean("freshet.write.pages")) {
            Files.writeString(PAGE, upToDate);
        } else {
            assertThat(shown)
                    .as("write it anew with -Dfreshet.write.pages=true")
                    .isEqualTo(upToDate);
        }
    }

    @Test
    void serviceManifest_listsEveryTransformation() throws IOException {
        assertThat(found().map(each -> each.getClass().getName()))
                .containsExactlyInAnyOrderElementsOf(transformationsAmongTheClasses());
        assertThat(found().map(each -> ((Versioned) each).version()))
                .allMatch(version -> version.matches("\\d+\\.\\d+\\.\\d+.*"));
    }

    private static List<String> sections() {
        Map<String, String> sections = new TreeMap<>();
        Map<String, String> classes = new TreeMap<>();
        found().forEach(each -> {
            String name = simpleName(each);
            classes.merge(name, "`" + each.getClass().getName() + "`", (one, other) -> other + " and " + one);
            sections.put(name, SettingsPage.table(each.config(), PREFIXES.getOrDefault(name, Map.of())));
        });
        return sections.entrySet().stream()
                .map(section -> "## " + section.getKey() + "\n\n" + classes.get(section.getKey()) + ".\n\n"
                        + section.getValue())
                .toList();
    }

    /** Returns the name of the transformation that a class for keys or values is of. */
    private static String simpleName(Transformation<?> transformation) {
        Class<?> outer = transformation.getClass().getEnclosingClass();
        return (outer == null ? transformation.getClass() : outer).getSimpleName();
    }

    @SuppressWarnings("rawtypes") // a class literal has no parameter
    private static Stream<Transformation> found() {
        return ServiceLoader.load(Transformation.class).stream()
                .filter(provider -> provider.type().getName().startsWith("io.freshet."))
                .map(ServiceLoader.Provider::get);
    }

    private static List<String> transformationsAmongTheClasses() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
                    .filter(SettingsPageTest::isTransformation)
                    .toList();
        }
    }

    private static boolean isTransformation(String name) {
        try {
            Class<?> type = Class.forName(name, false, Objects.requireNonNull(SettingsPageTest.class.getClassLoader()));
            return Transformation.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}

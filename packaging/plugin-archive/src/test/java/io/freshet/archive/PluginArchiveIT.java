package io.freshet.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Freshet;
import io.freshet.local.JavaProcess;
import io.freshet.local.KafkaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class PluginArchiveIT {
    private static final String TOP = "freshet-freshet-connect-" + Freshet.version();

    private final Path folder;

    PluginArchiveIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void unpack() {
        Freshet.unpackArchive(folder);
    }

    @Test
    void archive_unpacked_isOneFolderInTheLayoutOfConfluentHub() throws IOException {
        assertThat(names(folder)).containsExactly(TOP);
        assertThat(names(folder.resolve(TOP))).containsExactly("doc", "etc", "lib", "manifest.json");
        assertThat(names(folder.resolve(TOP).resolve("doc")))
                .contains("LICENSE", "README.md", "THIRD-PARTY.md", "connect-plugins", "transforms");
    }

    @Test
    void manifest_anyBuild_namesTheComponentAndItsVersion() throws IOException {
        JsonNode manifest = json(folder.resolve(TOP).resolve("manifest.json"));

        assertThat(manifest.path("owner").path("username").asText() + "-"
                        + manifest.path("name").asText() + "-"
                        + manifest.path("version").asText())
                .as("the name of the archive's folder")
                .isEqualTo(TOP);
        assertThat(manifest.path("component_types").toString())
                .isEqualTo("[\"source\",\"sink\",\"transform\",\"converter\"]");
        assertThat(manifest.path("license").path(0).path("name").asText()).isEqualTo("Apache License 2.0");
        assertThat(manifest.toString()).doesNotContain("${");
    }

    @Test
    void lib_anyBuild_hasOursAndTheirDependenciesButNothingOfTheWorkers() throws IOException {
        String thirdParties = Files.readString(folder.resolve(TOP).resolve("doc/THIRD-PARTY.md"));

        List<String> jars = names(folder.resolve(TOP).resolve("lib"));

        assertThat(jars)
                .contains(
                        "freshet-connect-plugins-" + Freshet.version() + ".jar",
                        "freshet-transforms-" + Freshet.version() + ".jar")
                .as("what belongs to the worker must come from the worker")
                .noneMatch(jar -> jar.matches("(connect-|kafka|slf4j|log4j|jackson-databind|freshet-local).*"));
        assertThat(jars)
                .filteredOn(jar -> !jar.startsWith("freshet-"))
                .as("jars whose licence THIRD-PARTY.md tells")
                .allMatch(jar -> thirdParties.contains("`" + jar.replaceFirst("-[0-9].*", "") + "`"));
    }

    @Test
    void etc_anyBuild_holdsConnectorsThatAreJson() throws IOException {
        for (String file : names(folder.resolve(TOP).resolve("etc"))) {
            assertThat(json(folder.resolve(TOP).resolve("etc").resolve(file))
                            .path("connector.class")
                            .asText())
                    .as(file)
                    .isNotEmpty();
        }
    }

    @Test
    void connectPluginPath_list_findsEveryPluginByItsManifestWithoutAWarning(@TempDir Path logs) {
        try (JavaProcess tool = JavaProcess.builder("connect-plugin-path")
                .classPath(KafkaVersion.V4_3.classPath())
                .mainClass("org.apache.kafka.tools.ConnectPluginPath")
                .args("list", "--plugin-path", folder.toString())
                .log(logs.resolve("connect-plugin-path.log"))
                .start()) {
            int exit = tool.awaitExit(Duration.ofSeconds(60));
            String output = tool.logText();

            assertThat(exit).as(output).isZero();
            assertThat(output).doesNotContainIgnoringCase("warn").doesNotContainIgnoringCase("error");
            assertThat(output.lines().filter(line -> line.startsWith("io.freshet.")))
                    .map(PluginArchiveIT::nameVersionLoadableManifest)
                    .containsExactlyInAnyOrder(
                            "io.freshet.connect.json.FastJsonConverter " + Freshet.version() + " true true",
                            "io.freshet.connect.json.FastJsonConverter " + Freshet.version() + " true true",
                            "io.freshet.connect.table.TableSinkConnector " + Freshet.version() + " true true",
                            "io.freshet.connect.topic.TopicSourceConnector " + Freshet.version() + " true true",
                            "io.freshet.transforms.enrich.Enrich$Key " + Freshet.version() + " true true",
                            "io.freshet.transforms.enrich.Enrich$Value " + Freshet.version() + " true true",
                            "io.freshet.transforms.dedup.Deduplicate$Key " + Freshet.version() + " true true",
                            "io.freshet.transforms.dedup.Deduplicate$Value " + Freshet.version() + " true true",
                            "io.freshet.transforms.eventtime.EventTime$Key " + Freshet.version() + " true true",
                            "io.freshet.transforms.eventtime.EventTime$Value " + Freshet.version() + " true true",
                            "io.freshet.transforms.late.LateEvents " + Freshet.version() + " true true",
                            "io.freshet.transforms.derive.Derive$Key " + Freshet.version() + " true true",
                            "io.freshet.transforms.derive.Derive$Value " + Freshet.version() + " true true",
                            "io.freshet.transforms.filter.Filter$Record " + Freshet.version() + " true true",
                            "io.freshet.transforms.route.Route$Record " + Freshet.version() + " true true");
        }
    }

    /** Columns: plugin, first alias, second alias, version, type, loadable, manifest, location. */
    private static String nameVersionLoadableManifest(String line) {
        String[] columns = line.split("\t", -1);
        return String.join(" ", columns[0], columns[3], columns[5], columns[6]);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }
}

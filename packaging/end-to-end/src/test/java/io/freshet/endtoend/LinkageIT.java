package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of Kafka that a class of the archive calls, reads or extends is there in the oldest supported line. */
class LinkageIT {

    @Test
    void archive_linkedWithTheOldestKafka_missesNothing(@TempDir Path folder) throws IOException {
        List<Path> archive = jars(Freshet.unpackArchive(folder), "freshet-.*");
        assertThat(archive).hasSize(2);

        assertThat(missingInOldestKafka(
                        archive,
                        "io.freshet.transforms.enrich.Enrich",
                        "io.freshet.transforms.eventtime.EventTime",
                        "io.freshet.transforms.late.LateEvents",
                        "io.freshet.transforms.dedup.Deduplicate",
                        "io.freshet.connect.topic.TopicSourceConnector",
                        "io.freshet.connect.table.TableSinkConnector"))
                .isEmpty();
    }

    @Test
    void classThatNeedsALaterKafka_isFoundOut() throws IOException {
        Path testClasses = Path.of(LinkageIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());

        assertThat(missingInOldestKafka(List.of(testClasses), NeedsLaterKafka.class.getName()))
                .contains(
                        NeedsLaterKafka.class.getName() + " -> " + PluginMetrics.class.getName(),
                        NeedsLaterKafka.class.getName() + " -> " + ConnectorContext.class.getName()
                                + ".pluginMetrics()");
    }

    /** Kafka has this since 4.1. */
    private static final class NeedsLaterKafka {
        @SuppressWarnings("unused") // read as a class file, never run
        static PluginMetrics metrics(ConnectorContext context) {
            return context.pluginMetrics();
        }
    }

    private static Set<String> missingInOldestKafka(List<Path> ours, String... among) throws IOException {
        List<Path> kafka = jars(KafkaVersion.V3_9.libs(), "(kafka-clients|connect-api)-.*");
        assertThat(kafka).hasSize(2);
        JavaClasses classes = imported(ours, kafka);
        assertThat(among).allMatch(name -> classes.contain(name));
        Set<String> missing = new TreeSet<>();
        for (JavaClass each : classes) {
            if (each.getPackageName().startsWith("io.freshet.")) {
                addMissing(each, kafka, missing);
            }
        }
        return missing;
    }

    private static void addMissing(JavaClass ours, List<Path> kafka, Set<String> missing) {
        for (JavaAccess<?> access : ours.getAccessesFromSelf()) {
            if (isMissing(access.getTarget(), kafka)) {
                missing.add(ours.getName() + " -> " + access.getTarget().getFullName());
            }
        }
        ours.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(type -> isKafkas(type) && !isFrom(type, kafka))
                .forEach(type -> missing.add(ours.getName() + " -> " + type.getName()));
    }

    private static boolean isMissing(AccessTarget target, List<Path> kafka) {
        JavaClass owner = target.getOwner().getBaseComponentType();
        return isKafkas(owner)
                && (!isFrom(owner, kafka) || target.resolveMember().isEmpty());
    }

    private static boolean isKafkas(JavaClass type) {
        return type.getPackageName().startsWith("org.apache.kafka.");
    }

    private static boolean isFrom(JavaClass type, List<Path> jars) {
        return type.getSource()
                .map(source -> jars.stream()
                        .anyMatch(jar -> source.getUri().toString().contains(Objects.toString(jar.getFileName()))))
                .orElse(false);
    }

    private static JavaClasses imported(List<Path> ours, List<Path> kafka) throws IOException {
        List<JarFile> opened = new ArrayList<>();
        try {
            List<Location> locations = new ArrayList<>();
            for (Path path : Stream.concat(ours.stream(), kafka.stream()).toList()) {
                if (Files.isDirectory(path)) {
                    locations.add(Location.of(path));
                } else {
                    JarFile jar = new JarFile(path.toFile());
                    opened.add(jar);
                    locations.add(Location.of(jar));
                }
            }
            return new ClassFileImporter().importLocations(locations);
        } finally {
            for (JarFile jar : opened) {
                jar.close();
            }
        }
    }

    private static List<Path> jars(Path folder, String names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Objects.toString(file.getFileName()).matches(names + "\\.jar"))
                    .toList();
        }
    }
}

package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of Kafka that a class of the archive calls, reads or extends is there in the oldest supported line. */
class LinkageIT {

    @Test
    void archive_linkedWithTheOldestKafka_missesNothing(@TempDir Path folder) throws IOException {
        List<Path> jars = jars(Freshet.unpackArchive(folder), "freshet-.*");
        assertThat(jars).hasSize(2);
        List<Path> kafka = jars(KafkaVersion.V3_9.libs(), "(kafka-clients|connect-api)-.*");
        assertThat(kafka).hasSize(2);
        List<Path> all = new ArrayList<>(jars);
        all.addAll(kafka);
        JavaClasses classes = importJars(all);
        assertThat(classes.contain("io.freshet.transforms.enrich.Enrich")).isTrue();
        assertThat(classes.contain("io.freshet.connect.topic.TopicSourceConnector"))
                .isTrue();
        assertThat(classes.contain("org.apache.kafka.connect.transforms.Transformation"))
                .isTrue();

        Set<String> missing = new TreeSet<>();
        for (JavaClass ours : classes) {
            if (!ours.getPackageName().startsWith("io.freshet.")) {
                continue;
            }
            for (JavaAccess<?> access : ours.getAccessesFromSelf()) {
                AccessTarget target = access.getTarget();
                if (isMissing(target, kafka)) {
                    missing.add(ours.getName() + " -> " + target.getFullName());
                }
            }
            ours.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(type -> isKafkas(type) && !isFrom(type, kafka))
                    .forEach(type -> missing.add(ours.getName() + " -> " + type.getName()));
        }

        assertThat(missing).isEmpty();
    }

    private static JavaClasses importJars(List<Path> paths) throws IOException {
        List<JarFile> jars = new ArrayList<>();
        try {
            for (Path path : paths) {
                jars.add(new JarFile(path.toFile()));
            }
            return new ClassFileImporter().importJars(jars);
        } finally {
            for (JarFile jar : jars) {
                jar.close();
            }
        }
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
                .map(source -> jars.stream().anyMatch(jar -> source.getUri()
                        .toString()
                        .contains(jar.getFileName().toString())))
                .orElse(false);
    }

    private static List<Path> jars(Path folder, String names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(names + "\\.jar"))
                    .toList();
        }
    }
}

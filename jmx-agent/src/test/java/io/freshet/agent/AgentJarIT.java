package io.freshet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The shape of the jar, which decides what the host can see. */
class AgentJarIT {
    private static final int JAVA_11 = 55;

    @Test
    void root_holdsAttachAndBridgeOnly() throws IOException {
        try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
            List<String> outside = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> !name.startsWith("agent/"))
                    .toList();

            assertThat(outside)
                    .allMatch(name -> name.startsWith("META-INF/")
                            || name.startsWith("io/freshet/agent/attach/")
                            || name.startsWith("io/freshet/agent/bridge/"))
                    .contains("io/freshet/agent/attach/AgentMain.class", "io/freshet/agent/bridge/Bridge.class");
        }
    }

    @Test
    void nested_holdsNoClassThatAnotherLoaderCouldTakeForOne() throws IOException {
        try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.startsWith("agent/")))
                    .noneMatch(name -> name.endsWith(".class"))
                    .contains(
                            "agent/io/freshet/agent/Agent.classdata",
                            "agent/net/bytebuddy/jar/asm/ClassReader.classdata",
                            "agent/io/freshet/agent/catalogue/catalogue.txt");
        }
    }

    @Test
    void manifest_namesTheEntryForEachWayIn() throws IOException {
        try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();

            for (String way : List.of("Premain-Class", "Agent-Class", "Main-Class")) {
                assertThat(manifest.getValue(way)).isEqualTo("io.freshet.agent.attach.AgentMain");
            }
            assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
        }
    }

    @Test
    void classes_eachOfThem_runOnJava11() throws IOException {
        try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
            List<String> newer = new ArrayList<>();
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().matches(".*\\.class(data)?") && version(jar, entry) > JAVA_11) {
                    newer.add(entry.getName());
                }
            }
            assertThat(newer).isEmpty();
        }
    }

    private static int version(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream content = new DataInputStream(jar.getInputStream(entry))) {
            content.readInt();
            content.readUnsignedShort();
            return content.readUnsignedShort();
        }
    }
}

package io.freshet.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final String AGENT = "io.freshet.agent";
    private static final String JDK = "java..";
    private static final String NULLNESS = "org.jspecify.annotations..";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(AGENT);

    @Test
    void attach_usesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(AGENT + ".attach..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(AGENT + ".attach..", JDK, "com.sun.tools.attach..", NULLNESS))
                .because("it is loaded by the host's loader, where nothing else of the agent is")
                .check(classes);
    }

    @Test
    void bridge_usesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(AGENT + ".bridge..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(AGENT + ".bridge..", JDK, NULLNESS))
                .because("it is loaded by the bootstrap loader, where nothing else is")
                .check(classes);
    }

    @Test
    void stages_neverImportEachOther() {
        stage("hooks", "catalogue", "collect", "expose");
        stage("catalogue", "hooks", "collect", "expose", "health");
        stage("collect", "hooks", "catalogue", "expose");
        stage("expose", "hooks", "catalogue", "collect");
        stage("metric", "hooks", "catalogue", "collect", "expose", "health");
        stage("config", "hooks", "catalogue", "collect", "expose", "health", "select");
        stage("select", "hooks", "catalogue", "collect", "expose", "health", "dialect");
        stage("dialect", "hooks", "catalogue", "collect", "expose", "health", "select");
        stage(
                "credential",
                "hooks",
                "catalogue",
                "collect",
                "expose",
                "health",
                "config",
                "metric",
                "select",
                "dialect");
        stage("health", "hooks", "catalogue", "collect", "expose");
        stage("lag", "hooks", "catalogue", "collect", "expose", "health", "config", "metric", "select", "dialect");
    }

    private void stage(String stage, String... others) {
        for (String other : others) {
            noClasses()
                    .that()
                    .resideInAPackage(AGENT + "." + stage + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(AGENT + "." + other + "..")
                    .because("stages meet in metric, and the class Agent connects them")
                    .check(classes);
        }
    }

    @Test
    void asm_isKnownToHooksOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AGENT + ".hooks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.bytebuddy.jar.asm..")
                .because("weaving is the work of one stage")
                .check(classes);
    }

    @Test
    void kafka_isKnownToItsReadersOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(AGENT + ".collect.kafka..", AGENT + ".lag.admin..", AGENT + ".lag.broker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "com.yammer..")
                .because("the agent's own loader has no Kafka: the readers are defined per loader of the host")
                .check(classes);
    }

    @Test
    void logging_isKnownToItsHooksAndReadersOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(AGENT + ".hooks..", AGENT + ".collect.logs.host..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.logging..", "org.apache.log4j..", "ch.qos..", "org.slf4j..")
                .because("the agent's own loader has no logging framework")
                .check(classes);
    }

    @Test
    void readers_areKnownByTheirInterfacesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(AGENT + ".collect.kafka..", AGENT + ".lag.admin..", AGENT + ".lag.broker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(AGENT + ".collect.kafka..", AGENT + ".lag.admin..", AGENT + ".lag.broker..")
                .because("a direct use would link them in the agent's own loader, which has no Kafka")
                .check(classes);
    }

    @Test
    void simpleclient_isKnownToCollectOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AGENT + ".collect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .because("its families reach the page as metric.ForeignFamily, like any other library's would")
                .check(classes);
    }

    @Test
    void logging_neverTouchesJavaUtilLogging() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "com.sun.net.httpserver..")
                .because("to set it up before the host's main method is to decide the host's logging")
                .check(classes);
    }
}

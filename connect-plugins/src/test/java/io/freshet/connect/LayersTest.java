package io.freshet.connect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.freshet.connect");

    private static final String TOPIC = "io.freshet.connect.topic";
    private static final List<String> STAGES = List.of("discover", "prepare", "read", "convert", "progress", "metrics");

    @Test
    void stages_ofTheTopicSource_doNotKnowEachOther() {
        for (String stage : STAGES) {
            for (String other : STAGES) {
                if (!stage.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(TOPIC + "." + stage)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(TOPIC + "." + other)
                            .because(
                                    "stages meet in the values of bound, partition and route, and the flow connects them")
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void stages_ofTheTopicSource_doNotKnowTheFlow() {
        noClasses()
                .that()
                .resideInAPackage(TOPIC + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(TOPIC)
                .because("settings are read once, by the flow, which hands each stage what it needs")
                .check(CLASSES);
    }

    @Test
    void values_ofTheTopicSource_knowNoStage() {
        noClasses()
                .that()
                .resideInAnyPackage(TOPIC + ".bound", TOPIC + ".partition")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TOPIC + ".route", TOPIC + ".discover", TOPIC + ".prepare", TOPIC + ".read")
                .because("values are what stages meet in")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(TOPIC + ".route")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TOPIC + ".discover", TOPIC + ".prepare", TOPIC + ".read", TOPIC + ".convert")
                .because("values are what stages meet in")
                .check(CLASSES);
    }

    @Test
    void stages_ofTheTableSink_doNotKnowEachOther() {
        slices().matching("io.freshet.connect.table.(read|batch|shape|write|offset|metrics)..")
                .should()
                .notDependOnEachOther()
                .because("stages meet in the values of change and in the database, and the flow connects them")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.freshet.connect.table.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.freshet.connect.table")
                .because("settings are read once, by the flow, which hands each stage what it needs")
                .check(CLASSES);
    }

    @Test
    void tableSink_isAllThatBuildsSqlAndPoolsConnections() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.freshet.connect.table..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jooq..", "com.zaxxer..", "java.sql..")
                .because("a connector that writes to no database needs none of it")
                .check(CLASSES);
    }

    @Test
    void plugins_dependOnly_onWhatEveryWorkerHas() {
        classes()
                .that()
                .resideInAPackage("io.freshet.connect..")
                .and()
                .resideOutsideOfPackage("io.freshet.connect.table..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.freshet..",
                        "org.apache.kafka.common..",
                        "org.apache.kafka.clients..",
                        "org.apache.kafka.connect..",
                        "org.slf4j..",
                        "org.jspecify..")
                .because("anything else has to be decided on, packed and aligned with the worker's own")
                .check(CLASSES);
    }

    @Test
    void plugins_neverTouch_theRuntimeOfConnect() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.connect.runtime..", "org.apache.kafka.connect.json..")
                .because("the runtime is not an API, and converters come from settings")
                .check(CLASSES);
    }
}

package io.freshet.transforms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of this module: record -> key -> table -> merge -> record, and in a table feed -> codec -> cache <- load. */
class LayersTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.freshet.transforms");

    @Test
    void stagesOfATable_doNotKnowEachOther() {
        slices().matching("io.freshet.transforms.table.(feed|codec|cache|load)..")
                .should()
                .notDependOnEachOther()
                .because("they meet in the values of table.change, and LiveTable connects them")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..table.change..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..table.feed..", "..table.codec..", "..table.cache..", "..table.load..", "..json..")
                .because("values know no stage")
                .check(CLASSES);
    }

    @Test
    void enrich_seesOfATableOnlyTheTable() {
        noClasses()
                .that()
                .resideInAPackage("..enrich..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..table.feed..", "..table.codec..", "..table.cache..", "..table.load..")
                .because("how a table is kept fresh is not the join's business")
                .check(CLASSES);
    }

    @Test
    void table_knowsNoTransformation() {
        noClasses()
                .that()
                .resideInAnyPackage("..table..", "..json..", "..record..", "..settings..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..enrich..")
                .because("transformations use tables, never the reverse")
                .check(CLASSES);
    }

    @Test
    void transformations_doNotKnowEachOther() {
        slices().matching("io.freshet.transforms.(enrich|filter|route|derive)..")
                .should()
                .notDependOnEachOther()
                .because("what several need is in record, settings, metrics and expression")
                .check(CLASSES);
    }

    @Test
    void expressions_knowNoTransformationAndHideTheirLanguage() {
        noClasses()
                .that()
                .resideInAPackage("..expression..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..enrich..", "..filter..", "..route..", "..derive..", "..table..", "..metrics..")
                .because("transformations ask expressions, never the reverse")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..expression..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cel..", "com.google..")
                .because("which library evaluates CEL is one package's business")
                .check(CLASSES);
    }

    @Test
    void clientsOfKafka_areUsedByTheFeedAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..table.feed..")
                .and()
                .doNotHaveSimpleName("TableConfig")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.clients..")
                .because("one stage talks to brokers")
                .check(CLASSES);
    }

    @Test
    void staticState_isSharedTablesAlone() {
        noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("SharedTables")
                .should()
                .notBeFinal()
                .because("state has an owner that closes it")
                .check(CLASSES);
    }

    @Test
    void retriableExceptions_areNeverUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.kafka.connect.errors.RetriableException")
                .because("Connect 3.8 to 3.9 silently drops the record for which a transformation throws one")
                .check(CLASSES);
    }
}

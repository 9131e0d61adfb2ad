package io.freshet.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.freshet.local");

    @Test
    void sleep_outsideAwait_isForbidden() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Await.class)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("whoever waits does so for a condition, with a deadline")
                .check(CLASSES);
    }

    @Test
    void processes_startedOutsideChildProcess_areForbidden() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(ChildProcess.class, PostgresServer.class)
                .should()
                .callMethod(ProcessBuilder.class, "start")
                .because(
                        "a process that ChildProcess does not hold outlives this JVM; PostgreSQL's library holds its own")
                .check(CLASSES);
    }

    @Test
    void staticFields_mutable_areForbidden() {
        noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .doNotBelongToAnyOf(Machine.class)
                .should()
                .notBeFinal()
                .because("what this JVM holds of the machine is in Machine and nowhere else")
                .check(CLASSES);
    }

    @Test
    void testTools_inMain_areForbidden() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.assertj..")
                .because("the quickstart runs on this module, too")
                .check(CLASSES);
    }
}

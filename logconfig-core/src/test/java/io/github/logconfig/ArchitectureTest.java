package io.github.logconfig;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.logconfig");

  @Test
  void dependsOnNothingButTheJdkAndCompileTimeAnnotations() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.github.logconfig..", "java..", "org.jspecify..", "org.immutables..")
        .check(CORE);
  }

  /** Renderers write to what they are given, and read templates from their own jar. */
  @Test
  void neitherReadsTheClockNorDoesInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.io..")
                .and(not(type(IOException.class)))
                .and(not(type(UncheckedIOException.class)))
                .and(not(type(InputStream.class))))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CORE);
  }

  @Test
  void publicApiDoesNotExposeInternalTypes() {
    DescribedPredicate<JavaClass> internal = resideInAPackage("..internal..");
    noCodeUnits()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(not(internal))
        .should()
        .haveRawReturnType(internal)
        .orShould()
        .haveRawParameterTypes(DescribedPredicate.anyElementThat(internal))
        .check(CORE);
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    slices().matching("io.github.logconfig.(*)..").should().beFreeOfCycles().check(CORE);
  }
}

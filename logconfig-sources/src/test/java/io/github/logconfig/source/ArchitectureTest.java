package io.github.logconfig.source;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String API = "io.github.logconfig.source";
  private static final JavaClasses SOURCES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(API);

  @Test
  void dependsOnCoreOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.logconfig.dynatrace..",
            "io.github.logconfig.reconcile..",
            "io.github.logconfig.kubernetes..",
            "io.github.logconfig.manifest..",
            "io.github.logconfig.cli..",
            "io.fabric8..")
        .check(SOURCES);
  }

  @Test
  void doesNotBringTheKubernetesClient() {
    assertThatThrownBy(() -> Class.forName("io.fabric8.kubernetes.client.KubernetesClient"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void keepsTheLayersOfInternalPackages() {
    noClasses()
        .that()
        .resideInAPackage(API + ".internal.yaml")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(API + ".internal.appinterface", API + ".internal.graphql")
        .check(SOURCES);
    noClasses()
        .that()
        .resideInAPackage(API + ".internal.appinterface")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(API + ".internal.graphql")
        .check(SOURCES);
  }

  @Test
  void hidesInternalTypesFromPublicSignatures() {
    List<JavaCodeUnit> units =
        SOURCES.stream()
            .filter(type -> type.getPackageName().equals(API))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(ArchitectureTest::isVisible)
            .toList();

    assertThat(units).isNotEmpty();
    assertThat(units)
        .noneMatch(unit -> mentioned(unit).anyMatch(type -> type.getName().contains(".internal.")));
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> mentioned(JavaCodeUnit unit) {
    return Stream.concat(
        unit.getReturnType().getAllInvolvedRawTypes().stream(),
        unit.getParameterTypes().stream()
            .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()));
  }
}

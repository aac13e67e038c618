package io.github.logconfig.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses KUBERNETES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.logconfig.kubernetes");

  @Test
  void dependsOnSourcesOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.logconfig.dynatrace..",
            "io.github.logconfig.reconcile..",
            "io.github.logconfig.manifest..",
            "io.github.logconfig.cli..",
            "io.github.logconfig.source.internal.appinterface",
            "io.github.logconfig.source.internal.graphql")
        .check(KUBERNETES);
  }

  @Test
  void hidesInternalTypesFromPublicSignatures() {
    assertThat(KUBERNETES)
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(type -> type.getCodeUnits())
        .filteredOn(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .isNotEmpty()
        .noneMatch(
            unit ->
                unit.getAllInvolvedRawTypes().stream()
                    .anyMatch(type -> type.getName().contains(".internal.")));
  }
}

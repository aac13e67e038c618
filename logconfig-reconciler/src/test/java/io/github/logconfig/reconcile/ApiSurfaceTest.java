package io.github.logconfig.reconcile;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiSurfaceTest {

  private static final String INTERNAL = "io.github.logconfig.reconcile.internal";

  private static final JavaClasses RECONCILER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.logconfig.reconcile");

  @Test
  void publicSignaturesMentionNoInternalType() {
    List<String> leaks =
        RECONCILER.stream()
            .filter(type -> !isInternal(type))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(ApiSurfaceTest::isVisible)
            .filter(unit -> mentioned(unit).anyMatch(ApiSurfaceTest::isInternal))
            .map(JavaCodeUnit::getFullName)
            .toList();

    assertThat(leaks).isEmpty();
    assertThat(RECONCILER.stream().filter(ApiSurfaceTest::isInternal)).isNotEmpty();
  }

  /** Observe, plan and write depend on each other in one direction only. */
  @Test
  void phasesAreFreeOfCycles() {
    slices().matching(INTERNAL + ".(*)..").should().beFreeOfCycles().check(RECONCILER);
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

  private static boolean isInternal(JavaClass type) {
    return type.getPackageName().startsWith(INTERNAL);
  }
}

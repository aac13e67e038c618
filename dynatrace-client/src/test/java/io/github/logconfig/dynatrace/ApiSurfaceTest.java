package io.github.logconfig.dynatrace;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiSurfaceTest {

  private static final List<String> HIDDEN =
      List.of("io.github.logconfig.dynatrace.internal", "retrofit2", "okhttp3", "okio", "kotlin");

  private static final JavaClasses CLIENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.logconfig.dynatrace");

  @Test
  void exposesNoInternalTypes() {
    classes()
        .that(are(public_()))
        .and()
        .resideInAnyPackage(
            "io.github.logconfig.dynatrace",
            "io.github.logconfig.dynatrace.auth",
            "io.github.logconfig.dynatrace.connection",
            "io.github.logconfig.dynatrace.entities",
            "io.github.logconfig.dynatrace.query",
            "io.github.logconfig.dynatrace.settings")
        .should(mentionNoHiddenTypeInASignature())
        .check(CLIENT);
  }

  @Test
  void knowsNoLogRules() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.logconfig.model..",
            "io.github.logconfig.rule..",
            "io.github.logconfig.plan..")
        .check(CLIENT);
  }

  private static DescribedPredicate<JavaClass> public_() {
    return DescribedPredicate.describe(
        "public", type -> type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static ArchCondition<JavaClass> mentionNoHiddenTypeInASignature() {
    return new ArchCondition<>("mention no hidden type in a signature") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnits().stream()
            .filter(ApiSurfaceTest::isVisible)
            .forEach(
                unit ->
                    mentioned(unit)
                        .filter(ApiSurfaceTest::isHidden)
                        .forEach(
                            hidden ->
                                events.add(
                                    SimpleConditionEvent.violated(
                                        unit,
                                        unit.getFullName() + " mentions " + hidden.getName()))));
      }
    };
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

  private static boolean isHidden(JavaClass type) {
    return HIDDEN.stream().anyMatch(type.getPackageName()::startsWith);
  }
}

package io.github.logconfig.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Commands use options and views, and never the other way round. */
class ArchitectureTest {

  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.logconfig.cli");

  /** The root package is left out: its main command has all others, which use its errors. */
  @Test
  void packagesBelowTheRootDependOnEachOtherInOneDirection() {
    slices().matching("io.github.logconfig.cli.(**)").should().beFreeOfCycles().check(CLI);
  }
}

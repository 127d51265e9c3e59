package dev.kiosk.simulator.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class HubIndependenceTest {

  @Test
  void theHubUsesNothingOfOursButItself() {
    var hub =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kiosk.simulator.hub");
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours but not the hub's",
                (JavaClass used) ->
                    used.getPackageName().startsWith("dev.kiosk.")
                        && !(used.getPackageName() + ".").startsWith("dev.kiosk.simulator.hub.")))
        .check(hub);
  }
}

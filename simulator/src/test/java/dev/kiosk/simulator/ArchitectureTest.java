package dev.kiosk.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the table of packages in the simulator's README true. */
class ArchitectureTest {

  private static final String ROOT = "dev.kiosk.simulator.";
  private static final String AGENT = "dev.kiosk.agent.";

  /** What each package may import of ours; {@code agent} is the other module. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "scenario", Set.of(),
          "device", Set.of("scenario"),
          "surface", Set.of("device"),
          "hub", Set.of(),
          "fleet", Set.of("agent"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kiosk.simulator");

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    if (name.startsWith(AGENT)) {
      return "agent";
    }
    return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
  }

  @Test
  void packagesImportOnlyWhatTheTableNames() {
    var offences = new ArrayList<String>();
    for (JavaClass type : CLASSES) {
      String from = packageOf(type);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String to = packageOf(dependency.getTargetClass());
        boolean allowed =
            to.isEmpty()
                || to.equals(from)
                || from.equals("app")
                || MAY_IMPORT.getOrDefault(from, Set.of()).contains(to);
        if (!allowed) {
          offences.add(from + " imports " + to + ": " + dependency.getDescription());
        }
      }
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void everyPackageHasItsRow() {
    var packages = new TreeSet<String>();
    CLASSES.forEach(type -> packages.add(packageOf(type)));
    assertThat(packages)
        .containsExactlyInAnyOrder("app", "scenario", "device", "surface", "hub", "fleet");
  }
}

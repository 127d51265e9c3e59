package dev.kiosk.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the table of packages in ARCHITECTURE.md true. */
class ArchitectureTest {

  private static final String ROOT = "dev.kiosk.agent.";

  /** Anybody may import these; they import nothing of ours but what is named below. */
  private static final Set<String> BASE =
      Set.of("telemetry", "condition", "time", "disk", "counters", "config", "json", "log", "door");

  /** What each package may import besides the base. {@code app} may import everything. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("config", Set.of("json")),
          Map.entry("door", Set.of("time", "log")),
          Map.entry("device", Set.of()),
          Map.entry("host", Set.of()),
          Map.entry("sampler", Set.of("device", "host")),
          Map.entry("recorder", Set.of("sampler", "threshold", "wire", "spool")),
          Map.entry("threshold", Set.of("command")),
          Map.entry("spool", Set.of()),
          Map.entry("wire", Set.of("command")),
          Map.entry("link", Set.of("spool", "wire", "command")),
          Map.entry("command", Set.of()),
          Map.entry("status", Set.of()),
          Map.entry("systemd", Set.of()),
          Map.entry("log", Set.of("time")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kiosk.agent");

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return "";
    }
    return name.substring(ROOT.length()).split("\\.", 2)[0];
  }

  @Test
  void packagesImportOnlyWhatTheTableNames() {
    var offences = new ArrayList<String>();
    for (JavaClass type : CLASSES) {
      String from = packageOf(type);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String to = packageOf(dependency.getTargetClass());
        if (!to.isEmpty() && !to.equals(from) && !allowed(from, to)) {
          offences.add(from + " imports " + to + ": " + dependency.getDescription());
        }
      }
    }
    assertThat(offences).isEmpty();
  }

  private static boolean allowed(String from, String to) {
    if (from.equals("app")) {
      return true;
    }
    Set<String> named = MAY_IMPORT.getOrDefault(from, Set.of());
    return named.contains(to) || (BASE.contains(to) && !BASE.contains(from));
  }

  @Test
  void everyPackageHasItsRowInTheTable() {
    var packages = new TreeSet<String>();
    CLASSES.forEach(type -> packages.add(packageOf(type)));
    var known = new TreeSet<String>(BASE);
    known.addAll(MAY_IMPORT.keySet());
    known.add("app");
    assertThat(packages).isSubsetOf(known);
  }

  @Test
  void onlyOnePackageKnowsJavaWebSocket() {
    assertThat(usersOf("org.java_websocket"))
        .allMatch(name -> name.startsWith(ROOT + "link.websocket."));
  }

  /** One brings three hundred classes that live as long as the agent. */
  @Test
  void nobodyNeedsAnObjectMapper() {
    assertThat(usersOf("com.fasterxml.jackson.databind.ObjectMapper")).isEmpty();
    assertThat(usersOf("com.fasterxml.jackson.dataformat.toml.TomlMapper")).isEmpty();
  }

  /** The JDK's has three threads that live as long as it does, one of which wakes each second. */
  @Test
  void nobodyNeedsAnotherHttpServer() {
    assertThat(usersOf("com.sun.net.httpserver.")).isEmpty();
  }

  /** It and the formats of numbers that it brings live as long as the agent; see log.Log. */
  @Test
  void nobodyLogsByTinylogsOwnFrontDoor() {
    assertThat(usersOf("org.tinylog.Logger")).isEmpty();
    assertThat(usersOf("org.tinylog.")).allMatch(name -> name.startsWith(ROOT + "log."));
  }

  /** It is loaded on other systems than Linux only. */
  @Test
  void onlyOneClassOfTheHostPackageKnowsOshi() {
    assertThat(usersOf("oshi.")).containsExactly(ROOT + "host.OshiLoad");
  }

  /** Each library of a device's protocol is known where that protocol is, and nowhere else. */
  @Test
  void onlyOnePackageEachKnowsALibraryOfDevices() {
    assertThat(usersOf("com.pi4j.")).allMatch(name -> name.startsWith(ROOT + "device.gpio."));
    assertThat(usersOf("org.snmp4j.")).allMatch(name -> name.startsWith(ROOT + "device.snmp."));
    assertThat(usersOf("com.sun.jna."))
        .allMatch(
            name ->
                name.startsWith(ROOT + "device.transport.") || name.startsWith(ROOT + "systemd."));
  }

  private static List<String> usersOf(String library) {
    var users = new ArrayList<String>();
    for (JavaClass type : CLASSES) {
      boolean uses =
          type.getDirectDependenciesFromSelf().stream()
              .anyMatch(dependency -> dependency.getTargetClass().getName().startsWith(library));
      if (uses) {
        users.add(type.getName());
      }
    }
    return users;
  }

  @Test
  void nobodyButTheTimePackageReadsTheClock() {
    var offences = new TreeMap<String, String>();
    for (JavaClass type : CLASSES) {
      if (packageOf(type).equals("time")) {
        continue;
      }
      type.getMethodCallsFromSelf()
          .forEach(
              call -> {
                String target = call.getTargetOwner().getName() + "." + call.getName();
                if (Set.of(
                        "java.lang.System.nanoTime",
                        "java.lang.System.currentTimeMillis",
                        "java.time.Instant.now",
                        "java.lang.Thread.sleep")
                    .contains(target)) {
                  offences.put(type.getName(), target);
                }
              });
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void noStaticFieldCanBeChanged() {
    var offences = new ArrayList<String>();
    for (JavaClass type : CLASSES) {
      type.getFields().stream()
          .filter(
              field ->
                  field
                      .getModifiers()
                      .contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC))
          .filter(
              field ->
                  !field
                      .getModifiers()
                      .contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL))
          .forEach(field -> offences.add(field.getFullName()));
    }
    assertThat(offences).isEmpty();
  }
}

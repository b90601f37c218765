package io.slurmgen;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Imports go down only. Packages on one floor do not know each other; the root package, which all
 * may use, knows none of them. A package is a room that one person can look over.
 */
class PackageFloorsTest {
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("dataset", "dataset.params", "slurm.value", "disk"),
          List.of("dataset.method", "slurm"),
          List.of("dataset.code", "segment.column"),
          List.of("segment"),
          List.of("segment.read"),
          List.of("layout"),
          List.of("model", "sqlite.generated"),
          List.of("sqlite"),
          List.of("journal"),
          List.of("catalog.samples"),
          List.of("catalog.jobs"),
          List.of("catalog"),
          List.of("check", "rebuild", "unrecorded"),
          List.of("task"),
          List.of("submission", "upkeep"),
          List.of("cache", "doctor"),
          List.of("cli.text"),
          List.of("cli.args"),
          List.of("cli.run"),
          List.of("cli.verbs"),
          List.of("cli"));

  private static final List<String> COMMAND_LINE =
      List.of("cli.text", "cli.args", "cli.run", "cli.verbs", "cli");

  /** The rooms of the catalog's database, and the only ones where SQL is spoken. */
  private static final List<String> CATALOG =
      List.of(
          "sqlite.generated",
          "sqlite",
          "journal",
          "catalog.samples",
          "catalog.jobs",
          "catalog",
          "check",
          "rebuild");

  private static final int MOST_FILES = 20;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.slurmgen");

  private static Stream<String> packages() {
    return FLOORS.stream().flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageKnowsOnlyLowerFloors(String name) {
    int floor = floorOf(name);
    String[] notLower =
        FLOORS.subList(floor, FLOORS.size()).stream()
            .flatMap(List::stream)
            .filter(other -> !other.equals(name))
            .map(PackageFloorsTest::pattern)
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(pattern(name))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(notLower));
  }

  @Test
  void pictureInTheReadmeShowsTheFloors() {
    String picture = Documents.section(Documents.README, "Layout of the code");
    List<Set<String>> shown = new ArrayList<>();
    IntStream.range(0, FLOORS.size()).forEach(floor -> shown.add(new TreeSet<>()));
    Pattern.compile("(?m)^ ?(\\d+) ((\\S+, )*\\S+)")
        .matcher(picture)
        .results()
        .forEach(
            line ->
                shown
                    .get(Integer.parseInt(line.group(1)))
                    .addAll(List.of(line.group(2).split(", "))));
    shown.get(floorOf("sqlite.generated")).add("sqlite.generated");
    assertEquals(FLOORS.stream().map(TreeSet::new).toList(), shown);
  }

  @Test
  void rootPackageKnowsNoOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.slurmgen")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.slurmgen.*.."));
  }

  @Test
  void everyPackageHasItsFloor() {
    String[] known =
        Stream.concat(Stream.of("io.slurmgen"), packages().map(PackageFloorsTest::pattern))
            .toArray(String[]::new);
    check(classes().that(alwaysTrue()).should().resideInAnyPackage(known));
  }

  @Test
  void onlyTheCatalogSpeaksSql() {
    check(only(CATALOG, "java.sql..", "javax.sql..", "org.jooq..", "org.sqlite.."));
  }

  @Test
  void onlyTheCommandLineUsesItsLibraries() {
    check(only(COMMAND_LINE, "org.kohsuke.args4j..", "me.tongfei.progressbar..", "org.jline.."));
  }

  @Test
  void onlyTheCommandLinePrintsAndExits() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(patterns(COMMAND_LINE))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethodWhere(
                target(name("printStackTrace")).and(target(rawParameterTypes(new Class<?>[0])))));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void roomHasFewFiles(String name) throws IOException {
    Path room = Path.of("src/main/java/io/slurmgen").resolve(name.replace('.', '/'));
    if (Files.isDirectory(room)) {
      try (Stream<Path> files = Files.list(room)) {
        long count = files.filter(file -> file.toString().endsWith(".java")).count();
        assertTrue(count <= MOST_FILES, name + " has " + count + " files");
      }
    }
  }

  private static ArchRule only(List<String> names, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(patterns(names))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries));
  }

  private static int floorOf(String name) {
    return IntStream.range(0, FLOORS.size()).filter(i -> holds(i, name)).findFirst().orElse(0);
  }

  private static boolean holds(int floor, String name) {
    return FLOORS.get(floor).contains(name);
  }

  private static String[] patterns(List<String> names) {
    return names.stream().map(PackageFloorsTest::pattern).toArray(String[]::new);
  }

  private static String pattern(String name) {
    return "io.slurmgen." + name + (name.endsWith("generated") ? ".." : "");
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}

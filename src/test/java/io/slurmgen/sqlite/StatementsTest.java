package io.slurmgen.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.slurmgen.catalog.TestCatalog;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All statements that are constants of the program, against the real schema: each can be prepared,
 * and reads through indexes however much has been recorded, but for those that are meant to read
 * everything.
 */
class StatementsTest {

  private static final Pattern STATEMENT =
      Pattern.compile("\\s*(select|insert|update|delete|with)\\s.*", Pattern.DOTALL);

  /** Tables that grow with the work done, and the alias of one; not the jobs not yet done. */
  private static final Pattern SCAN_OF_A_GROWING_TABLE =
      Pattern.compile(
          "SCAN (segment|earlier|chunk|sample_range|preprocessed_range|job_range|job|attempt|submission|param_set_code)\\b(?!"
              + " USING (COVERING )?INDEX job_unfinished)");

  /**
   * What status shows of all submissions, with the pieces it is made of, what verify checks, and
   * the bytes of all segments that verify and gc compare with the disk.
   */
  private static final Set<String> MEANT_TO_SCAN =
      Set.of(
          "CountChecks.CHUNKS_OUTSIDE",
          "Integrity.RECORDED_BYTES",
          "LockedCatalog.RECORDED_BYTES",
          "SubmissionQueries.ALL_JOBS",
          "SubmissionQueries.ALL_JOB_RANGES",
          "SubmissionQueries.ALL_SUBMISSIONS",
          "SubmissionQueries.JOBS",
          "SubmissionQueries.JOB_RANGES",
          "SubmissionQueries.SUBMISSIONS",
          "TilingChecks.WRONG_GROUPS");

  @TempDir static Path directory;
  private static Map<String, String> statements;
  private static Connection shell;

  @BeforeAll
  static void makeCatalog() throws Exception {
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      shell = catalog.shell();
    }
  }

  @AfterAll
  static void close() throws Exception {
    shell.close();
  }

  /** The statements by class and constant. */
  private static Map<String, String> statements() {
    if (statements == null) {
      Map<String, String> found = new TreeMap<>();
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.slurmgen")
          .forEach(type -> addStatements(type, found));
      statements = found;
    }
    return statements;
  }

  private static void addStatements(JavaClass type, Map<String, String> found) {
    type.getFields().stream()
        .filter(field -> field.getRawType().isEquivalentTo(String.class))
        .filter(field -> !type.getName().contains(".generated."))
        .map(field -> field.reflect())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> Modifier.isFinal(field.getModifiers()))
        .forEach(
            field -> {
              String text = text(field);
              if (STATEMENT.matcher(text).matches()) {
                found.put(type.getSimpleName() + "." + field.getName(), text);
              }
            });
  }

  private static String text(Field field) {
    try {
      field.setAccessible(true);
      return String.valueOf(field.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " cannot be read", e);
    }
  }

  static Set<String> names() {
    return statements().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void statementFitsTheSchema(String name) throws SQLException {
    try (PreparedStatement prepared = shell.prepareStatement(statements().get(name))) {
      assertTrue(prepared.getParameterMetaData().getParameterCount() >= 0);
    }
  }

  @Test
  void onlyWhatIsMeantToReadEverythingDoes() throws Exception {
    Set<String> scanning = new TreeSet<>();
    for (String name : names()) {
      if (plan(name).stream().anyMatch(step -> SCAN_OF_A_GROWING_TABLE.matcher(step).find())) {
        scanning.add(name);
      }
    }
    assertEquals(new TreeSet<>(MEANT_TO_SCAN), scanning);
  }

  @ParameterizedTest
  @MethodSource("names")
  void searchUsesAnIndex(String name) throws Exception {
    for (String step : plan(name)) {
      assertTrue(!step.contains("SEARCH") || step.contains(" USING "), step);
      assertTrue(!step.contains("AUTOMATIC"), step);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GroupRanges.GROUP_RANGES", "Locations.LOCATIONS"})
  void loadingSortsNothing(String name) throws Exception {
    assertTrue(plan(name).stream().noneMatch(step -> step.contains("TEMP B-TREE")));
  }

  private static List<String> plan(String name) throws Exception {
    return TestCatalog.rows(shell, "explain query plan " + statements().get(name));
  }
}

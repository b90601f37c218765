package io.slurmgen.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PinnedSqlTest {

  private static final DSLContext JOOQ =
      DSL.using(
          SQLDialect.SQLITE,
          new Settings()
              .withRenderSchema(false)
              .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED));

  /** Tables that grow with the work done, and the alias of one; not the jobs not yet done. */
  private static final Pattern SCAN_OF_A_GROWING_TABLE =
      Pattern.compile(
          "SCAN (segment|earlier|chunk|sample_range|preprocessed_range|job_range|job|attempt|submission|param_set_code)\\b"
              + "(?! USING (COVERING )?INDEX job_unfinished)");

  @TempDir static Path directory;
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

  static Set<String> names() {
    return pinned().keySet();
  }

  /** Without those that are there to read everything. */
  static Stream<String> namesOfBounded() {
    return names().stream().filter(name -> !name.startsWith("ALL_"));
  }

  private static Map<String, String> pinned() {
    Map<String, String> pinned = new TreeMap<>();
    try {
      for (Class<?> statements : List.of(PinnedSql.class, SubmissionSql.class)) {
        for (Field field : statements.getDeclaredFields()) {
          if (field.getType() == String.class && !Modifier.isPrivate(field.getModifiers())) {
            pinned.put(field.getName(), (String) field.get(null));
          }
        }
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return pinned;
  }

  private static Query typed(String name) {
    return Stream.of(PinnedReads.all(), PinnedWrites.all(), PinnedSubmissions.all())
        .flatMap(queries -> queries.entrySet().stream())
        .filter(query -> query.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no typed expression for " + name));
  }

  private static String normal(String sql) {
    return sql.strip().replaceAll("\\s+", " ").replace("( ", "(").replace(" )", ")");
  }

  @ParameterizedTest
  @MethodSource("names")
  void statementIsWhatJooqRendersFromTheSchema(String name) {
    assertEquals(normal(JOOQ.render(typed(name))), normal(pinned().get(name)));
  }

  @ParameterizedTest
  @MethodSource("namesOfBounded")
  void statementUsesIndexesHoweverMuchIsRecorded(String name) throws Exception {
    List<String> plan = plan(pinned().get(name));
    for (String step : plan) {
      assertFalse(SCAN_OF_A_GROWING_TABLE.matcher(step).find(), () -> name + ": " + plan);
      if (step.contains("SEARCH")) {
        assertTrue(step.contains(" USING "), () -> name + ": " + plan);
      }
    }
    if (!pinned().get(name).contains("insert into")) {
      assertTrue(plan.stream().anyMatch(step -> step.contains("USING")), () -> name + ": " + plan);
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"GROUP_RANGES", "LOCATIONS"})
  void loadingSortsNothing(String name) throws Exception {
    List<String> plan = plan(pinned().get(name));
    assertTrue(plan.stream().noneMatch(step -> step.contains("TEMP B-TREE")), plan::toString);
  }

  private static List<String> plan(String sql) throws Exception {
    return TestCatalog.rows(shell, "explain query plan " + sql);
  }
}

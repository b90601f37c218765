package io.slurmgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document of promises says which tests show each of them. */
class PromisesTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]*Test)`");

  @Test
  void testsThatShowPromisesAreThere() throws IOException {
    Set<String> named = named(Documents.text(Documents.page("promises")));
    assertTrue(named.size() > 20, named.toString());
    named.removeAll(tests());
    assertEquals(Set.of(), named, "named, but not there");
  }

  @Test
  void eachPromiseNamesATest() {
    List<String> rows =
        Documents.text(Documents.page("promises"))
            .lines()
            .filter(line -> line.startsWith("| "))
            .skip(1)
            .toList();
    assertTrue(rows.size() > 20, rows.size() + " promises");
    assertEquals(List.of(), rows.stream().filter(row -> named(row).isEmpty()).toList());
  }

  private static Set<String> named(String text) {
    return NAMED
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}

package io.slurmgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says which test shows each promise. */
class PromisesTest {

  @Test
  void testsThatShowPromisesAreThere() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("\n## What is promised\n");
    String section = readme.substring(begin, readme.indexOf("\n## ", begin + 1));
    Set<String> named =
        Pattern.compile("`([A-Z][A-Za-z]*Test)`")
            .matcher(section)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(named.size() > 20, named.toString());
    named.removeAll(tests());
    assertEquals(Set.of(), named, "named, but not there");
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

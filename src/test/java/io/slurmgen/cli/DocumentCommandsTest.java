package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Documents;
import io.slurmgen.task.FixedCache;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and queries that the documents name can be typed. */
class DocumentCommandsTest {
  private static final Pattern CODE =
      Pattern.compile("(?s)```(?:sh|console)\n(.*?)```|`([^`\n]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)slurm-gen (?:-C \\S+ )?([a-z]+)\\b(.*)$");
  private static final Pattern OPTION = Pattern.compile("(?<=\\s)--?[a-zA-Z][a-z-]*");
  private static final Pattern QUERIES = Pattern.compile("(?s)```sql\n(.*?)```");

  @Test
  void commandsAndTheirOptionsAreThere() {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Path document : Documents.all()) {
      for (MatchResult command : commands(document)) {
        commands++;
        objection(command).ifPresent(text -> wrong.add(document + ": " + text));
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(commands > 25, commands + " commands");
  }

  private static List<MatchResult> commands(Path document) {
    return CODE.matcher(Documents.text(document))
        .results()
        .map(code -> Optional.ofNullable(code.group(1)).orElse(code.group(2)))
        .flatMap(code -> COMMAND.matcher(code).results())
        .toList();
  }

  private static Optional<String> objection(MatchResult command) {
    Optional<Verb> verb = Verb.named(command.group(1));
    if (verb.isEmpty()) {
      return Optional.of(command.group());
    }
    Set<String> known = options(verb.get());
    return OPTION
        .matcher(command.group(2))
        .results()
        .map(MatchResult::group)
        .filter(option -> !known.contains(option))
        .findFirst()
        .map(option -> "%s in %s".formatted(option, command.group()));
  }

  private static Set<String> options(Verb verb) {
    TestTerminal terminal = TestTerminal.ofScript();
    terminal.run(verb.word(), "--help");
    return Stream.of(terminal.out())
        .flatMap(help -> OPTION.matcher(help).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  @Test
  void queriesGiveRows(@TempDir Path directory) throws Exception {
    FixedCache.make(directory);
    Matcher queries = QUERIES.matcher(Documents.text(Documents.page("catalog")));
    assertTrue(queries.find());
    try (Connection shell =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(".slurm_cache.sqlite"));
        Statement statement = shell.createStatement()) {
      for (String query : queries.group(1).strip().split(";")) {
        try (ResultSet row = statement.executeQuery(query)) {
          assertTrue(row.next(), query);
        }
      }
    }
    assertFalse(queries.find(), "more queries");
  }
}

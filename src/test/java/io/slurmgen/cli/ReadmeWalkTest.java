package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the README and its pages show, through the real launcher, and compares what comes
 * back.
 */
class ReadmeWalkTest {
  private static final Pattern FIRST_COMMAND =
      Pattern.compile("^tools/slurm-gen .* generate .*$", Pattern.MULTILINE);
  private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);

  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path temp;
  private Checkout checkout;
  private String readme;

  /** A command of the README and the lines that it shows under it. */
  private record Step(String command, String shown) {}

  @BeforeEach
  void checkOut() throws Exception {
    checkout = Checkout.built(temp.resolve("slurm gen"));
    Path example = Files.createDirectory(checkout.root().resolve("example"));
    for (String file : List.of("Datasets.java", "LoadSamples.java")) {
      Files.copy(Path.of("example", file), example.resolve(file));
    }
    readme = Documents.text(Documents.README);
  }

  @Test
  @Tag("jdk")
  void walkGivesWhatTheReadmeShows() throws Exception {
    type(firstCommand());
    List<Step> steps = new ArrayList<>(steps("Five minutes with the example"));
    steps.addAll(steps("The catalog"));
    assertTrue(steps.size() >= 7, "the README has lost its walk: " + steps);
    for (Step step : steps) {
      assertEquals(comparable(step.shown()), comparable(type(step.command())), step.command());
    }
  }

  @Test
  void blocksOfThePagesRun() throws Exception {
    type(firstCommand());
    Path bin = Files.createDirectory(checkout.root().resolve("bin"));
    Files.createSymbolicLink(bin.resolve("slurm-gen"), checkout.launcher());
    int blocks = 0;
    for (Path page : Documents.pages()) {
      Matcher block = SHELL.matcher(Documents.text(page));
      while (block.find()) {
        blocks++;
        String script =
            "set -e\nPATH=$PWD/bin:$PATH\n%s"
                .formatted(
                    block
                        .group(1)
                        .replace("ourgroup", "$(id -g)")
                        .replace("slurm-gen repair", "slurm-gen -C example repair"));
        Outcome outcome = typed(script);
        assertEquals(0, outcome.exitCode(), () -> script + outcome.out());
      }
    }
    assertTrue(blocks >= 4, blocks + " blocks");
  }

  private List<Step> steps(String heading) {
    List<Step> steps = new ArrayList<>();
    Matcher blocks = CONSOLE.matcher(Documents.section(Documents.README, heading));
    while (blocks.find()) {
      for (String step : blocks.group(1).split("(?m)^\\$ ")) {
        if (!step.isEmpty()) {
          int line = step.indexOf('\n');
          steps.add(new Step(step.substring(0, line), step.substring(line + 1)));
        }
      }
    }
    return steps;
  }

  private String firstCommand() {
    Matcher first = FIRST_COMMAND.matcher(readme);
    assertTrue(first.find());
    return first.group();
  }

  private String type(String command) throws Exception {
    return typed(command).out();
  }

  private Outcome typed(String command) throws Exception {
    ProcessBuilder shell =
        Checkout.process(Path.of("/bin/sh"), "-c", command)
            .directory(checkout.root().toFile())
            .redirectErrorStream(true);
    String java = System.getProperty("java.home") + "/bin";
    shell.environment().compute("PATH", (name, path) -> java + ":" + path);
    return Outcome.of(shell);
  }

  /** Measured times, random samples and the machine's cores differ from run to run. */
  private static String comparable(String output) {
    return output
        // Java 24 and later warn of every library that loads native code.
        .replaceAll("(?m)^WARNING: .*\\R(\\R(?!WARNING))?", "")
        // Of runs that take longer than ten seconds.
        .replaceAll("(?m)^\\d+ of \\d+ samples, .* left\\R", "")
        .replaceAll("\\d+:\\d\\d min|\\d+:\\d\\d:\\d\\d h", "# s")
        .replaceAll("-?\\d+\\.\\d+", "#")
        .replaceAll("\\d+ jobs? on \\d+ threads?", "# jobs on # threads");
  }
}

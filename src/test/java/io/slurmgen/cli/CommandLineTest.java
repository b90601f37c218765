package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class CommandLineTest {
  private final TestTerminal terminal = TestTerminal.ofScript();

  @Test
  void versionIsThatOfTheBuild() {
    assertEquals(ExitCode.DONE, terminal.run("--version"));
    assertTrue(terminal.out().matches("slurm-gen \\d+\\.\\d+\\.\\d+\\S*\\R"), terminal.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-help", "-h"})
  void helpListsEveryCommand(String option) {
    assertEquals(ExitCode.DONE, terminal.run(option));
    for (Verb verb : Verb.ofPeople()) {
      assertTrue(terminal.out().contains("\n  " + verb.word() + " "), terminal.out());
    }
  }

  @Test
  void noCommandIsAMistakeAnsweredWithHelp() {
    assertEquals(ExitCode.USER_MISTAKE, terminal.run());
    assertEquals("", terminal.out());
    assertTrue(terminal.err().startsWith("Usage: slurm-gen [-C DIR] COMMAND"), terminal.err());
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void helpOfEachCommandFitsIntoEightyColumns(Verb verb) {
    assertEquals(ExitCode.DONE, terminal.run(verb.word(), "--help"));
    String help = terminal.out();
    assertTrue(help.startsWith("Usage: slurm-gen " + verb.word()), help);
    assertAll(
        help.lines().map(line -> () -> assertTrue(line.length() <= 80, line + " is too long")));
  }

  @Test
  void nearMissOfACommandIsGuessed() {
    assertMistake("no command 'claspath'; did you mean 'classpath'?", "claspath");
  }

  @Test
  void wordThatIsNoCommandGetsTheListOfCommands() {
    assertEquals(ExitCode.USER_MISTAKE, terminal.run("frobnicate"));
    assertTrue(terminal.err().startsWith("slurm-gen: no command 'frobnicate'; there are: "));
    assertEquals(1, terminal.err().lines().count());
  }

  @Test
  void nearMissOfAnOptionIsGuessed() {
    assertMistake("no option '--hlep'; did you mean '--help'?", "classpath", "--hlep");
  }

  @Test
  void directoryBehindTheCommandIsToldItsPlace() {
    assertMistake(
        "-C belongs before the command: slurm-gen -C DIR COMMAND", "list", "-C", "example");
  }

  @Test
  void unknownOptionGetsTheListOfOptions() {
    assertMistake(
        "no option '-q'; there are: -h, --help, -v, --verbose", "classpath", "-q", "whatever");
  }

  @Test
  void surplusArgumentIsAMistake() {
    assertMistake(
        "no argument is allowed: more; see slurm-gen classpath --help", "classpath", "more");
  }

  @Test
  void optionWithoutItsValueIsAMistake() {
    assertMistake("-C needs a value, DIR", "-C");
  }

  @Test
  void directoryMustExist(@TempDir Path temp) {
    String missing = temp.resolve("missing").toString();
    assertMistake("-C " + missing + ": no such directory", "-C", missing, "classpath");
  }

  @Test
  void emptyNameOfADirectoryIsAMistake() {
    assertMistake("-C '': the name of a directory is needed", "-C", "", "list");
  }

  @Test
  void waitingForNothingSaysHowToMakeSomething(@TempDir Path temp) {
    assertMistake(
        "there are no submissions yet; slurm-gen generate makes one, see slurm-gen generate --help",
        "-C",
        temp.toString(),
        "wait");
  }

  @Test
  void directoryMustBeADirectory(@TempDir Path temp) throws Exception {
    String file = Files.createFile(temp.resolve("file")).toString();
    assertMistake("-C " + file + ": not a directory", "-C", file, "classpath");
  }

  @Test
  void directoryMayHaveSpacesInItsName(@TempDir Path temp) throws Exception {
    Path spaced = Files.createDirectory(temp.resolve("with two spaces"));
    assertEquals(ExitCode.DONE, terminal.run("-C", spaced.toString(), "classpath"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--verbose", "-verbose"})
  void stackTraceIsShownOnRequestOnly(String option) {
    assertEquals(ExitCode.USER_MISTAKE, terminal.run(option, "-C", "/no/such", "classpath"));
    assertTrue(terminal.err().contains("\tat io.slurmgen.cli."), terminal.err());
    TestTerminal quiet = TestTerminal.ofScript();
    quiet.run("-C", "/no/such", "classpath");
    assertFalse(quiet.err().contains("\tat "), quiet.err());
  }

  @Test
  void classpathNamesWhereTheToolIsLoadedFrom() throws Exception {
    assertEquals(ExitCode.DONE, terminal.run("classpath"));
    Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertTrue(terminal.out().contains(own.toString()), terminal.out());
  }

  private void assertMistake(String message, String... arguments) {
    assertEquals(ExitCode.USER_MISTAKE, terminal.run(arguments));
    assertEquals("slurm-gen: " + message + System.lineSeparator(), terminal.err());
    assertEquals("", terminal.out());
  }
}

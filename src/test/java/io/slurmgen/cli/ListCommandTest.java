package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandTest {
  @TempDir private Path temp;
  private UserDirectory user;

  @BeforeEach
  void copyExample() throws Exception {
    user = UserDirectory.ofExample(temp);
  }

  @Test
  void directoryWithoutSamplesListsNothing() {
    assertEquals("", user.run("list").out());
    assertEquals(
        "no samples in " + temp + " yet; slurm-gen generate makes some\n", user.run("list").err());
    assertEquals("{\"datasets\":[]}\n", user.run("list", "--json").out());
    assertFalse(Files.exists(temp.resolve(".slurm_cache.sqlite")));
  }

  @Test
  void datasetOfADirectoryWithoutSamplesNamesTheCommandThatMakesThem() {
    String mistake =
        "slurm-gen: no samples of noisy_sine: %s has no catalog yet; see slurm-gen generate --help\n"
            .formatted(temp);
    assertEquals(mistake, user.run("list", "noisy_sine").err());
    assertEquals(mistake, user.run("move", "noisy_sine", "5", "train", "-y").err());
  }

  /** Samples that were never moved are as lost without their catalog as others. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lostCatalogIsNotTakenForNoSamples(boolean isEmpty) throws Exception {
    user.generate(100);
    Path catalog = temp.resolve(".slurm_cache.sqlite");
    Files.delete(catalog);
    if (isEmpty) {
      Files.createFile(catalog);
    }
    for (String[] command :
        new String[][] {
          {"list"},
          {"list", "noisy_sine"},
          {"status"},
          {"generate", "noisy_sine", "-n", "10", "--executor", "local"}
        }) {
      UserDirectory.Result result = user.run(command);
      assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), result.err());
      assertEquals(
          "slurm-gen: %s is %s, but %s has its samples: restore it with slurm-gen -C %s repair --rebuild-catalog\n"
              .formatted(
                  catalog, isEmpty ? "empty" : "missing", temp.resolve(".slurm_cache"), temp),
          result.err());
    }
    assertEquals(isEmpty, Files.exists(catalog));
  }

  @Test
  void showsCountsBeforeAndAfterAMove() {
    user.generate(1000);
    assertEquals(
        """
        noisy_sine
          0  {"left":-1,"right":1,"std_dev":0.1}
             raw 1000
        """,
        user.run("list").out());
    user.run("move", "noisy_sine", "720", "train", "-y");
    user.run("move", "noisy_sine", "80", "test", "-y");
    assertEquals(
        """
        noisy_sine
          0  {"left":-1,"right":1,"std_dev":0.1}
             raw 200, train 720, test 80
        """,
        user.run("list").out());
  }

  @Test
  void parameterSetsAreNumberedInOrderOfTheirCreation() {
    user.generate(5, "--params", "{'std_dev': 0.5}");
    user.generate(7);
    assertEquals(
        """
        noisy_sine
          0  {"left":-1,"right":1,"std_dev":0.5}
             raw 5
          1  {"left":-1,"right":1,"std_dev":0.1}
             raw 7
        """,
        user.run("list", "noisy_sine").out());
  }

  @Test
  void jsonIsOneObjectOfTheDocumentedShape() {
    user.generate(1000);
    user.run("move", "noisy_sine", "720", "train", "-y");
    assertEquals(
        "{\"datasets\":[{\"name\":\"noisy_sine\",\"param_sets\":[{\"number\":0,\"hash\":\"HASH\","
            + "\"params\":{\"left\":-1,\"right\":1,\"std_dev\":0.1},\"raw\":280,\"groups\":"
            + "[{\"name\":\"train\",\"samples\":720,\"preprocessed\":[]}]}]}]}\n",
        user.run("list", "--json").out().replaceAll("[0-9a-f]{64}", "HASH"));
  }

  @Test
  void verboseShowsTheSeed() {
    user.generate(5, "--seed", "4711");
    assertFalse(user.run("list").out().contains("4711"));
    assertTrue(user.run("list", "-v").out().contains("\n     seed 4711\n"));
    assertTrue(user.run("list", "-v", "--json").out().contains("\"seed\":4711,"));
  }

  @Test
  void samplesOfDifferentCodeAreMarked() throws Exception {
    user.generate(5);
    Path source = temp.resolve("Datasets.java");
    String text = Files.readString(source);
    Files.writeString(source, text.replace("Math.sin(x)", "/* as before */ Math.sin(x)"));
    user.generate(5);
    assertFalse(user.run("list").out().contains("versions"));
    Files.writeString(source, text.replace("Math.sin(x)", "Math.cos(x)"));
    user.generate(5);
    assertTrue(user.run("list").out().contains("\n     made by 2 versions of the code\n"));
  }

  @Test
  void codeThatARetryRanIsCounted() throws Exception {
    Path source = temp.resolve("Datasets.java");
    String text = Files.readString(source);
    String failing =
        "if (random.nextInt(300) == 0) throw new IllegalStateException(); double y = Math";
    Files.writeString(source, text.replace("double y = Math", failing));
    user.run(
        "generate",
        "noisy_sine",
        "-n",
        "1000",
        "--njobs",
        "1",
        "--seed",
        "5",
        "--executor",
        "local");
    assertFalse(user.run("list").out().contains("raw 0"), user.run("list").out());
    Files.writeString(source, text);
    user.must("retry", "1", "--all");
    assertTrue(user.run("list").out().contains("raw 1000\n     made by 2 versions of the code\n"));
  }

  @Test
  void datasetWithoutSamplesIsAMistake() {
    assertEquals(ExitCode.USER_MISTAKE, user.run("list", "noisy_sine").exitCode());
    user.generate(5);
    UserDirectory.Result result = user.run("list", "noisy_sin");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertEquals(
        "slurm-gen: no samples of noisy_sin in " + temp + "; did you mean 'noisy_sine'?\n",
        result.err());
  }

  @Test
  void sourceIsNotCompiled() throws Exception {
    user.generate(5);
    Files.writeString(temp.resolve("Datasets.java"), "this is no Java");
    assertEquals(ExitCode.DONE, user.run("list").exitCode());
  }

  @Test
  void classesOfOtherCommandsAndOfJooqStayUnloaded() throws Exception {
    user.generate(5);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Outcome outcome =
        Outcome.of(
            new ProcessBuilder(
                java,
                "-Xlog:class+load:stderr",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-C",
                temp.toString(),
                "list"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(" io.slurmgen.cli.verbs.ListCommand "));
    assertFalse(outcome.err().contains(" io.slurmgen.cli.verbs.GenerateCommand "));
    assertFalse(outcome.err().contains(" org.jooq.impl."));
    assertFalse(outcome.err().contains(" com.fasterxml.jackson."));
  }
}

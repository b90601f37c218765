package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Documents;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Samples;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's walk on Slurm, as a user types it. */
@RequiresSlurm
@Timeout(600)
class SlurmWalkTest {
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  @TempDir Path temporary;

  @Test
  void thousandSamplesFromFortyTasksThenOtherParametersWithoutATimeLimit() throws Exception {
    UserDirectory user = UserDirectory.ofExample(temporary);
    assertEquals(
        "slurm-gen: --time must be given for the first run, such as --time 30 for 30 minutes:"
            + " no earlier run tells how long noisy_sine takes\n",
        user.run("generate", "noisy_sine", "-n", "1000", "--njobs", "40").err());

    List<String> shown = shown();
    UserDirectory.Result generated = user.run(words(shown.get(0)));
    assertEquals(ExitCode.DONE, generated.exitCode(), generated.err());
    assertEquals(shown.get(1), generated.err());
    assertEquals(comparable(shown.get(2)), comparable(generated.out()));
    // What is coming counts.
    assertEquals(
        "noisy_sine 0 has 1000 raw samples, counting those in flight: nothing to do\n",
        user.run(
                "generate",
                "noisy_sine",
                "--until",
                "1000",
                "-p",
                "{'left': 0, 'std_dev': 0.5}",
                "--time",
                "30")
            .out());

    UserDirectory.Result waited = user.run(words(shown.get(3)));
    assertEquals(ExitCode.DONE, waited.exitCode(), waited.out());
    assertEquals(comparable(shown.get(shown.size() - 1)), comparable(waited.out()));
    user.run("move", "noisy_sine", "720", "train", "-y");
    assertEquals(
        List.of(
            "noisy_sine",
            "  0  {\"left\":0,\"right\":1,\"std_dev\":0.5}",
            "     raw 280, train 720"),
        user.run("list").out().lines().toList());
    assertSamplesCanBeLoaded();
    assertOtherParametersNeedNoTimeLimit(user);
  }

  /** The lines of the page that tells of Slurm, each with its end. */
  private static List<String> shown() {
    String page = Documents.text(Documents.page("on-slurm"));
    String block = page.substring(page.indexOf("```console\n") + 11);
    return block.substring(0, block.indexOf("```")).lines().map(line -> line + "\n").toList();
  }

  private static String[] words(String line) {
    return WORD.matcher(line.replaceFirst("^\\$ slurm-gen ", ""))
        .results()
        .map(word -> word.group().replace("\"", ""))
        .toArray(String[]::new);
  }

  /** Job numbers and rates differ, and a directory of a test is named. */
  private static String comparable(String text) {
    return text.replaceAll("Slurm job \\d+", "Slurm job #")
        .replaceAll("[0-9.]+ samples a second", "# samples a second")
        .replaceAll("slurm-gen -C \\S+ ", "slurm-gen ");
  }

  private void assertSamplesCanBeLoaded() throws IOException {
    try (Cache cache = Cache.open(temporary)) {
      Samples train = cache.dataset("noisy_sine").paramSet(0).group("train").get(720);
      double[] x = train.features().toDoubleArray();
      double[] y = train.labels().toDoubleArray();
      assertEquals(720, x.length);
      double squares = 0;
      for (int i = 0; i < x.length; i++) {
        squares += (y[i] - Math.sin(x[i])) * (y[i] - Math.sin(x[i]));
      }
      assertEquals(0.5, Math.sqrt(squares / x.length), 0.1);
    }
  }

  private static void assertOtherParametersNeedNoTimeLimit(UserDirectory user) {
    String[] words = {"generate", "noisy_sine", "-n", "20", "--njobs", "2", "-p", "{'left': -2}"};
    UserDirectory.Result asked = user.run(words);
    assertEquals(ExitCode.USER_MISTAKE, asked.exitCode());
    assertTrue(
        asked
            .err()
            .matches("(?s)\\d+ samples, .*CPU hours\n.* is measured on other parameter sets\n.*"),
        asked.err());
    assertTrue(asked.err().contains("repeat with -y"), asked.err());

    String[] confirmed = {
      words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7], "-y",
      "--wait", "--poll", "1"
    };
    UserDirectory.Result done = user.run(confirmed);
    assertEquals(ExitCode.DONE, done.exitCode(), done.err());
    assertTrue(done.err().contains("20 samples, 2 jobs, time limit 00:0"), done.err());
    assertTrue(done.out().contains("noisy_sine 1, 20 of 20 samples, jobs 2 done"), done.out());

    UserDirectory.Result own =
        user.run("generate", "noisy_sine", "-n", "20", "-p", "{'left': -2}", "--dry-run");
    assertEquals(ExitCode.DONE, own.exitCode(), own.err());
    assertEquals("", own.err());
  }
}

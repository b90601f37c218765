package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} says of mistakes. */
class StatusCommandTest {

  @Test
  void taskWithoutASubmissionNamesACommandThatCanBePasted(@TempDir Path temp) {
    UserDirectory.Result result = new UserDirectory(temp).run("status", "--task", "7");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertEquals(
        "slurm-gen: --task 7: say of which submission, as slurm-gen -C %s status 3 --task 7\n"
            .formatted(temp),
        result.err());
  }
}

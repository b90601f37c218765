package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.SmallDisk;
import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that was mounted read-only, as a disk with errors is. */
class ReadOnlyDirectoryTest {

  @TempDir Path temp;

  private UserDirectory onDisk() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(temp.resolve("disk"), 4096);
    assumeTrue(mounted.isPresent());
    disk = mounted.get();
    UserDirectory user = UserDirectory.ofExample(temp.resolve("disk"));
    user.generate(100);
    return user;
  }

  private SmallDisk disk;

  @Test
  void samplesAreReadAllTheSame() throws Exception {
    UserDirectory user = onDisk();
    try (SmallDisk mounted = disk) {
      StoredState before = StoredState.of(user.path());
      mounted.setReadOnly(true);
      user.must("list");
      user.must("export", "noisy_sine", "raw", "-o", temp.resolve("raw.arrow").toString());
      assertEquals(before, StoredState.of(user.path()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate noisy_sine -n 10 --executor local",
        "generate noisy_sine -n 10 --executor local -p {'left':0}",
        "move noisy_sine 10 train -y",
        "export noisy_sine raw -o FILE"
      })
  void writesAreRefusedInOneLineAndSucceedLater(String command) throws Exception {
    UserDirectory user = onDisk();
    try (SmallDisk mounted = disk) {
      StoredState before = StoredState.of(user.path());
      String[] words =
          command.replace("FILE", user.path().resolve("raw.arrow").toString()).split(" ");
      mounted.setReadOnly(true);
      UserDirectory.Result refused = user.run(words);
      assertEquals(ExitCode.FAILED, refused.exitCode(), refused.err());
      assertTrue(refused.err().endsWith(": Read-only file system\n"), refused.err());
      assertTrue(refused.err().startsWith("slurm-gen: " + user.path()) || command.contains("-o"));
      assertEquals(1, refused.err().lines().count(), refused.err());
      mounted.setReadOnly(false);
      assertEquals(before, StoredState.of(user.path()));
      user.must(words);
    }
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of a mount that keeps old pages over an open. */
@RequiresTwoMounts
class DoctorOnTwoNodesTest {

  @TempDir Path temp;

  private static String line(UserDirectory.Result result, String check) {
    return result
        .out()
        .lines()
        .filter(line -> line.contains("  " + check + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.out() + result.err()));
  }

  @Test
  void oldViewIsAProblemThatNamesTheMountOption() throws Exception {
    try (TwoMounts mounts = TwoMounts.start(temp.resolve("nodes"), TwoMounts.Kept.ALL)) {
      UserDirectory there = UserDirectory.ofExample(mounts.shared());
      UserDirectory here = new UserDirectory(mounts.sharedByNode2());
      there.generate(100);
      UserDirectory.Result sound = here.run("doctor");
      assertEquals(ExitCode.DONE, sound.exitCode(), sound.out());
      assertTrue(line(sound, "file-system").contains("fuse.glusterfs ("), sound.out());
      assertTrue(line(sound, "node-probe").startsWith("warning"), sound.out());
      assertTrue(line(sound, "stale-view").startsWith("ok "), sound.out());

      there.must("move", "noisy_sine", "50", "train", "-y");
      UserDirectory.Result stale = here.run("doctor");
      assertEquals(ExitCode.FAILED, stale.exitCode(), stale.out());
      assertTrue(line(stale, "stale-view").startsWith("problem"), stale.out());
      assertTrue(line(stale, "stale-view").endsWith("direct-io-mode=enable"), stale.out());
      UserDirectory.Result refused = here.run("move", "noisy_sine", "10", "test", "-y");
      assertEquals(ExitCode.FAILED, refused.exitCode(), refused.out());
      assertTrue(refused.err().endsWith(" doctor\n"), refused.err());
      assertEquals(ExitCode.DONE, there.run("doctor").exitCode());
    }
  }
}

package io.slurmgen.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.doctor.Diagnosis.Result;
import io.slurmgen.layout.CacheDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the surroundings are blamed for. */
class DoctorTest {

  @TempDir Path temp;

  private Diagnosis examine(String check, Map<String, String> environment, String... attempt) {
    return Doctor.of(new CacheDirectory(temp), environment, List.of(attempt)).examine().stream()
        .filter(one -> one.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private Diagnosis locks(String script) {
    return examine("locks", Map.of("PATH", ""), "/bin/sh", "-c", script);
  }

  private Map<String, String> programs(String scontrol) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("bin"));
    for (String name : List.of("sbatch", "scontrol")) {
      Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + scontrol + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return Map.of("PATH", folder.toString());
  }

  @Test
  void noSlurmIsAWarning() {
    Diagnosis slurm = examine("slurm", Map.of("PATH", temp.toString()), "true");
    assertEquals(Result.WARNING, slurm.result());
    assertTrue(slurm.text().contains("no sbatch and scontrol on the PATH"), slurm.text());
  }

  @Test
  void slurmWithoutAnswerIsAProblemInItsOwnWords() throws Exception {
    Diagnosis slurm =
        examine("slurm", programs("echo 'Unable to contact slurm controller' >&2; exit 1"), "true");
    assertEquals(Result.PROBLEM, slurm.result());
    assertTrue(slurm.text().endsWith("Unable to contact slurm controller"), slurm.text());
  }

  @Test
  void processThatIsNotKeptOutIsAProblem() {
    Diagnosis locks = locks("exit " + LockAttempt.ENTERED);
    assertEquals(Result.PROBLEM, locks.result());
    assertTrue(locks.text().startsWith("two processes held the same lock"), locks.text());
  }

  @Test
  void processThatCannotLockIsAProblem() {
    Diagnosis locks = locks("echo cannot lock it >&2; exit 1");
    assertEquals(Result.PROBLEM, locks.result());
    assertTrue(locks.text().endsWith("ended with 1: cannot lock it"), locks.text());
  }
}

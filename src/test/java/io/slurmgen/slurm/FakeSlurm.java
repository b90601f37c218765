package io.slurmgen.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Programs with the names of Slurm's that print what a test gives them, for what a real cluster
 * does not say on demand. There is no accounting and, at first, no job.
 */
public record FakeSlurm(Path directory) {

  /** Puts the programs into a directory. */
  public static FakeSlurm in(Path directory) throws IOException {
    Files.createDirectories(directory);
    FakeSlurm fake = new FakeSlurm(directory);
    fake.script("scontrol", "case \"$*\" in *config*) cat config;; *) cat details;; esac");
    fake.script("squeue", "case \"$*\" in *--name=*) cat names;; *) cat states;; esac");
    fake.script("sbatch", "echo sbatch: error: not here >&2; exit 1");
    fake.script("scancel", "echo \"$@\" >>cancelled");
    Files.writeString(
        directory.resolve("config"),
        Recorded.text("scontrol-config.txt")
            .replace("accounting_storage/slurmdbd", "accounting_storage/none"));
    for (String file : List.of("names", "states", "details", "cancelled")) {
      Files.writeString(directory.resolve(file), "");
    }
    return fake;
  }

  /** Replaces a program. */
  public void script(String program, String body) throws IOException {
    Path file = directory.resolve(program);
    Files.writeString(file, "#!/bin/sh\ncd '" + directory + "' || exit 1\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What squeue prints when it is asked for the states of jobs. */
  public void states(String... lines) throws IOException {
    Files.write(directory.resolve("states"), List.of(lines));
  }

  /** What scontrol prints when it is asked for a job. */
  public void details(String... lines) throws IOException {
    Files.write(directory.resolve("details"), List.of(lines));
  }

  /** What scancel was called with. */
  public List<String> cancelled() throws IOException {
    return Files.readAllLines(directory.resolve("cancelled"));
  }

  /** The variables with which the programs are found. */
  public Map<String, String> environment() {
    return Map.of("PATH", directory + ":/usr/bin:/bin");
  }

  public Slurm slurm() throws IOException {
    return Slurm.find(environment()).orElseThrow();
  }
}

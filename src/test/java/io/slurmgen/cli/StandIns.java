package io.slurmgen.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Programs that a test lets the launcher find instead of the real ones. */
final class StandIns {
  private StandIns() {}

  /** A JDK that says which version it is, and leaves a mark when it is started. */
  static Path jdk(Path home, String version) throws IOException {
    script(
        home.resolve("bin/java"),
        "touch \"${0%/bin/java}/started\"; echo 'openjdk version \"" + version + "\"' >&2");
    script(home.resolve("bin/javac"), "exit 1");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"N/A\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** A directory for PATH with nothing but these programs of this machine. */
  static Path programs(Path directory, String... names) throws IOException {
    Files.createDirectories(directory);
    for (String name : names) {
      script(directory.resolve(name), "exec " + find(name) + " \"$@\"");
    }
    return directory;
  }

  /** An executable shell script. */
  static Path script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A program of this machine. */
  static Path find(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not on this machine"));
  }
}

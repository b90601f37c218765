package io.slurmgen.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory to be put first on the PATH, with an {@code sbatch} that does something before and
 * after it calls the real one. Each call leaves a line in the file {@code calls}.
 */
record SbatchWrapper(Path directory) {
  /** Shell lines that wait for {@link #go}, for five minutes at most. */
  static final String AWAIT_GO =
      """
      tries=0
      until [ -e "$here/go" ]; do
        [ $((tries += 1)) -le 3000 ] || exit 1
        sleep 0.1
      done
      """;

  /**
   * Makes a wrapper.
   *
   * @param body shell lines; {@code $real "$@"} is the real call
   */
  static SbatchWrapper in(Path directory, String body) throws IOException {
    Path real = StandIns.find("sbatch");
    String script = "real=%s; here=%s\necho called >>\"$here/calls\"\n%s";
    StandIns.script(directory.resolve("sbatch"), script.formatted(real, directory, body));
    return new SbatchWrapper(directory);
  }

  /** Lets a process call this one. */
  ProcessBuilder before(ProcessBuilder builder) {
    builder.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
    return builder;
  }

  void go() throws IOException {
    Files.createFile(directory.resolve("go"));
  }

  List<String> calls() throws IOException {
    Path calls = directory.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }
}

package io.slurmgen;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two nodes that share a directory: a volume with two mounts, see {@code tools/two-mounts}. Node 2
 * has another host name and its own mount at the same path. Closing ends what runs on node 2.
 */
public final class TwoMounts implements Closeable {

  /** What the mounts keep of the data that they have read. */
  public enum Kept {
    /** Nothing. */
    NOTHING("none"),
    /** All of it, until a file is opened again. */
    UNTIL_OPENED("close-to-open"),
    /** All of it, also over an open. */
    ALL("kept"),
    /** Data until a file is opened again, and for a minute which files there are and how long. */
    NAMES("kept-names");

    private final String word;

    Kept(String word) {
      this.word = word;
    }

    /** Returns the one that {@code tools/two-mounts} calls so. */
    public static Kept of(String word) {
      return Arrays.stream(values())
          .filter(kept -> kept.word.equals(word))
          .findFirst()
          .orElseThrow();
    }
  }

  private static final String TOOL = Path.of("tools", "two-mounts").toAbsolutePath().toString();

  private final Path directory;

  private TwoMounts(Path directory) {
    this.directory = directory;
  }

  /** Why there can be none here; empty where there can. */
  static String obstacle() throws IOException, InterruptedException {
    return run("check");
  }

  /** Starts them in a directory that is missing or empty. */
  public static TwoMounts start(Path directory, Kept kept)
      throws IOException, InterruptedException {
    String said = run("start", "--cache", kept.word, directory);
    if (!said.isEmpty()) {
      throw new IOException(said);
    }
    return new TwoMounts(directory);
  }

  /** Returns the words that, before a command, let it run on node 1 or 2. */
  public List<String> on(int node) {
    return List.of(TOOL, "on", directory.toString(), Integer.toString(node));
  }

  /** The directory that both share, at this path on either node. */
  public Path shared() {
    return directory.resolve("shared");
  }

  /** The directory as node 2 has it, at the path that it has on node 1. */
  public Path sharedByNode2() {
    return directory.resolve("node2");
  }

  /** The same files as the volume has them on disk, without any cache between. */
  public Path stored() {
    return directory.resolve("brick");
  }

  /** Empty where it has ended well, else what it said. */
  private static String run(Object... words) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(TOOL), Arrays.stream(words)).map(Object::toString).toList();
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getErrorStream().readAllBytes()).strip();
    return process.waitFor() == 0 ? "" : "failed: " + said;
  }

  @Override
  public void close() throws IOException {
    try {
      String said = run("stop", directory);
      if (!said.isEmpty()) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

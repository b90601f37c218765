package io.slurmgen.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in which the two sides of a {@link CoherenceProbe} say what they do:
 *
 * <ul>
 *   <li>{@code host}: the node of the host.
 *   <li>{@code answer}: a line with a word and the guest's node, empty until the guest has tried;
 *       it is made when the host holds its lock.
 *   <li>{@code guest}: there is a guest; it is made once.
 *   <li>{@code turn-7}: turn 7 is written.
 *   <li>{@code stale}: a side has a stale view.
 * </ul>
 *
 * <p>A node may remember for a while which names there are and how long files are. So the folder is
 * listed where something does not seem to be there.
 */
final class ProbeFolder {

  private final Path folder;

  ProbeFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes it, closed to guests. */
  void create(String hostNode) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(host(), hostNode + "\n", StandardOpenOption.CREATE_NEW);
  }

  /** From now on a guest may enter. */
  void open() throws IOException {
    Files.createFile(answer());
  }

  String hostNode() throws IOException {
    return Files.readString(host()).strip();
  }

  /** Enters as the one guest; false where there is another one, or no host that waits for one. */
  boolean enter() throws IOException {
    if (!isThere(answer())) {
      return false;
    }
    try {
      Files.createFile(folder.resolve("guest"));
      return true;
    } catch (NoSuchFileException | FileAlreadyExistsException nothingToPlay) {
      return false;
    }
  }

  void setAnswer(ProbeAnswer answer) throws IOException {
    String line = answer.word() + " " + answer.node() + "\n";
    Files.write(answer(), line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
  }

  /** Empty while the guest has not said it. */
  Optional<ProbeAnswer> answered() throws IOException {
    PresentLength.renewNames(folder);
    String line = Files.readString(answer());
    return line.endsWith("\n") ? Optional.of(ProbeAnswer.ofLine(line.strip())) : Optional.empty();
  }

  void announce(int turn) throws IOException {
    Files.createFile(announcement(turn));
  }

  boolean isAnnounced(int turn) throws IOException {
    return isThere(announcement(turn));
  }

  /** Both sides may see it. */
  void setStale() throws IOException {
    Files.write(stale(), new byte[0]);
  }

  boolean isStale() {
    return Files.exists(stale());
  }

  /** Whether the host has not ended the probe. */
  boolean isThere() throws IOException {
    PresentLength.renewNames(folder.toAbsolutePath().getParent());
    return Files.isDirectory(folder);
  }

  private boolean isThere(Path file) throws IOException {
    if (Files.exists(file)) {
      return true;
    }
    PresentLength.renewNames(folder);
    return Files.exists(file);
  }

  /** Removes it with all that is in it. */
  void remove() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    } catch (NoSuchFileException removed) {
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  private Path host() {
    return folder.resolve("host");
  }

  private Path answer() {
    return folder.resolve("answer");
  }

  private Path stale() {
    return folder.resolve("stale");
  }

  private Path announcement(int turn) {
    return folder.resolve("turn-" + turn);
  }
}

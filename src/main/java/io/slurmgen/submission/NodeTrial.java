package io.slurmgen.submission;

import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.disk.CoherenceProbe;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.Submitter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The trial of a command on this node and a task on another one, whether they can take turns in
 * writing to the catalog: a {@link CoherenceProbe} in a folder of its own, to which each task looks
 * when it starts.
 *
 * <p>For one thread. Closing ends it; a process that is killed leaves the folder, which holds no
 * task up for longer than one turn.
 */
public final class NodeTrial implements Closeable {

  /** How long a task waits for what the command makes of the outcome. */
  private static final Duration VERDICT_PATIENCE = Duration.ofSeconds(5);

  /** After that a task tries no more of the folders that killed commands may have left. */
  private static final Duration JOIN_PATIENCE = Duration.ofMinutes(1);

  private final CoherenceProbe.Host host;

  private NodeTrial(CoherenceProbe.Host host) {
    this.host = host;
  }

  /** Invites the tasks that start from now on. */
  public static NodeTrial invite(CacheDirectory directory) throws IOException {
    Path folder = directory.withoutLinks(directory.probes()).resolve(UUID.randomUUID().toString());
    return new NodeTrial(CoherenceProbe.in(folder).invite(Submitter.thisNode()));
  }

  /** Whether a task has come, and waits for {@link #play}. */
  public boolean hasTask() throws IOException {
    return host.hasGuest();
  }

  /**
   * Plays with the first task that comes.
   *
   * @param patience how long to wait for one
   */
  public CoherenceProbe.Outcome play(Duration patience) throws IOException, InterruptedException {
    return host.play(patience);
  }

  /**
   * Returns what is to be kept of an outcome.
   *
   * @param fileSystem what the directory is on
   * @param outcome a known one
   */
  public static NodeProbe probe(FileSystemKind fileSystem, CoherenceProbe.Outcome outcome) {
    return new NodeProbe(
        fileSystem, Submitter.thisNode(), outcome.partner(), outcome.verdict(), outcome.detail());
  }

  /** Ends it in a process that is about to end; for any thread. */
  public void abandon() throws IOException {
    host.abandon();
  }

  @Override
  public void close() throws IOException {
    host.close();
  }

  /**
   * Plays the task, where a command on another node waits for one, and waits until that has kept
   * what came out. Costs nothing on file systems of one machine.
   *
   * @param node the name by which people know this node
   * @return what came out as seen from here, empty where there was nothing to play
   */
  public static Optional<CoherenceProbe.Outcome> join(CacheDirectory directory, String node)
      throws IOException, InterruptedException {
    if (FileSystemKind.of(directory.user()).isLocal()) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + JOIN_PATIENCE.toNanos();
    for (Path folder : folders(directory)) {
      CoherenceProbe probe = CoherenceProbe.in(folder);
      Optional<CoherenceProbe.Outcome> outcome = probe.join(Submitter.thisNode(), node);
      if (outcome.isPresent() && hasEnded(probe, outcome.get())) {
        return outcome;
      }
      if (System.nanoTime() >= deadline) {
        break;
      }
    }
    return Optional.empty();
  }

  /** That of a killed command does not end. */
  private static boolean hasEnded(CoherenceProbe probe, CoherenceProbe.Outcome outcome)
      throws IOException, InterruptedException {
    return outcome.verdict().isKnown() && probe.awaitEnd(VERDICT_PATIENCE);
  }

  private static List<Path> folders(CacheDirectory directory) throws IOException {
    PresentLength.renewNames(directory.root());
    try (Stream<Path> folders = Files.list(directory.withoutLinks(directory.probes()))) {
      return folders.sorted().toList();
    } catch (NoSuchFileException nobodyEverInvited) {
      return List.of();
    }
  }
}

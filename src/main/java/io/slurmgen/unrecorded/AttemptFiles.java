package io.slurmgen.unrecorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files in which tasks that may not write to the catalog say what they do. Of attempt 2 of the
 * job with key 7:
 *
 * <ul>
 *   <li>{@code J7-2}: somebody has taken the number. Whoever makes the file is attempt 2, and
 *       nobody else (O_EXCL of open(2), which works where there are no hard links as well). It is
 *       empty.
 *   <li>{@code J7-2.start}: the attempt, and which indexes it makes. It looks at what earlier
 *       attempts have written after its number is to be seen, so that who records their chunks and
 *       sees the number alone records nothing that it would make again.
 *   <li>{@code J7-2.shut}: Slurm has ended it, says a command, and it may not say any more what it
 *       makes. It says so first and looks for this file then, the command does the reverse: at
 *       least one of them sees the other.
 *   <li>{@code J7-2.end}: how it ended, and when.
 * </ul>
 *
 * <p>All but the end stay until the job is over: a task that sees an old catalog learns from them
 * which attempts there were. That the folder is there tells tasks that they only append. Safe to
 * use by several processes.
 */
final class AttemptFiles {

  private static final Pattern NAME = Pattern.compile("J([1-9][0-9]{0,17})-([1-9][0-9]{0,8})");

  /** Loaded when the first file is read or written, since most commands find none. */
  private static final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
  }

  private final Path folder;

  AttemptFiles(CacheDirectory directory) {
    this.folder = directory.attempts();
  }

  /** How an attempt ended. */
  record End(JobEnd end, Instant when) {}

  boolean isUsed() {
    return Files.isDirectory(folder);
  }

  /** Tells tasks that they only append. */
  void use() throws IOException {
    Files.createDirectories(folder);
  }

  /**
   * Tells tasks that they may record, unless there are attempts that the catalog does not know yet.
   * What superseded tasks have said of attempts that are forgotten goes as well.
   */
  void useNoMore() throws IOException {
    List<Path> files = isUsed() ? list() : List.of();
    if (files.stream().anyMatch(file -> name(file).matches())) {
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // A task has started meanwhile.
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static Matcher name(Path file) {
    return NAME.matcher(file.getFileName().toString());
  }

  /** The numbers of the attempts that have started, in order, by job. */
  SortedMap<Long, List<Integer>> started() throws IOException {
    SortedMap<Long, List<Integer>> started = new TreeMap<>();
    for (Path file : list()) {
      Matcher name = name(file);
      if (name.matches()) {
        started
            .computeIfAbsent(Long.parseLong(name.group(1)), key -> new ArrayList<>())
            .add(Integer.parseInt(name.group(2)));
      }
    }
    started.values().forEach(numbers -> numbers.sort(null));
    return started;
  }

  List<Integer> started(long job) throws IOException {
    return started().getOrDefault(job, List.of());
  }

  boolean hasStarted(long job, int number) {
    return Files.exists(file(job, number, ""));
  }

  /** Takes the number of an attempt; false where somebody has it. */
  boolean take(long job, int number) throws IOException {
    while (true) {
      try {
        use();
        Files.createFile(file(job, number, ""));
        DurableFile.force(folder);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (NoSuchFileException e) {
        continue; // A command has just told tasks that they may record.
      }
    }
  }

  /** Says what the attempt is that has taken a number. */
  void say(AttemptClaim claim) throws IOException {
    write(file(claim.job(), claim.number(), ".start"), claim);
  }

  /** Reads an attempt's file, empty where it is not there yet, or is removed. */
  Optional<AttemptClaim> claim(long job, int number) throws IOException {
    Optional<byte[]> bytes = bytes(job, number, ".start");
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.MAPPER.readValue(bytes.get(), AttemptClaim.class));
  }

  /** Which indexes an attempt makes, empty while it has not said so. */
  Optional<IndexRanges> making(long job, int number) throws IOException {
    return claim(job, number).map(AttemptClaim::indexes);
  }

  /** Lets an attempt say nothing any more that it has not said. */
  void shut(long job, int number) throws IOException {
    if (hasStarted(job, number)) {
      Path file = file(job, number, ".shut");
      Files.write(file, new byte[0]);
      DurableFile.force(folder);
    }
  }

  boolean isShut(long job, int number) throws IOException {
    return PresentLength.of(file(job, number, ".shut")).isPresent();
  }

  /**
   * What the attempts of a job behind one make, once the newest of them has said so; of one that
   * was superseded or shut out before it has, nothing comes.
   */
  Optional<IndexRanges> makingLater(long job, int number) throws IOException {
    IndexRanges later = IndexRanges.none();
    List<Integer> started = started(job);
    for (int i = 0; i < started.size(); i++) {
      if (started.get(i) > number) {
        Optional<IndexRanges> making = making(job, started.get(i));
        if (making.isEmpty() && i == started.size() - 1 && !isShut(job, started.get(i))) {
          return Optional.empty();
        }
        later = later.plus(making.orElse(IndexRanges.none()));
      }
    }
    return Optional.of(later);
  }

  void setEnd(long job, int number, JobEnd end, Instant when) throws IOException {
    ObjectNode said = Json.MAPPER.createObjectNode();
    said.put("state", end.state().name());
    end.reason().ifPresent(reason -> said.put("reason", reason.name()));
    end.error().ifPresent(error -> said.put("error", error));
    said.put("ended_ms", when.toEpochMilli());
    write(file(job, number, ".end"), said);
  }

  /** How an attempt ended, empty where it has not, or where that is recorded. */
  Optional<End> end(long job, int number) throws IOException {
    Optional<byte[]> bytes = bytes(job, number, ".end");
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    JsonNode said = Json.MAPPER.readTree(bytes.get());
    JobEnd end =
        new JobEnd(
            JobState.valueOf(said.path("state").asText()),
            Optional.ofNullable(said.get("reason")).map(n -> EndReason.valueOf(n.asText())),
            Optional.ofNullable(said.get("error")).map(JsonNode::asText));
    return Optional.of(new End(end, Instant.ofEpochMilli(said.path("ended_ms").asLong())));
  }

  /** Forgets how an attempt ended: it is recorded. */
  void removeEnd(long job, int number) throws IOException {
    Files.deleteIfExists(file(job, number, ".end"));
  }

  /** Forgets an attempt: its job is over. */
  void remove(long job, int number) throws IOException {
    for (String what : List.of(".end", ".start", ".shut", "")) {
      Files.deleteIfExists(file(job, number, what));
    }
  }

  private Path file(long job, int number, String what) {
    return folder.resolve("J" + job + "-" + number + what);
  }

  private Optional<byte[]> bytes(long job, int number, String what) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file(job, number, what)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Takes any object: to see that a node is one, the JVM would load Jackson for each command. */
  private static void write(Path file, Object content) throws IOException {
    DurableFile.write(file, out -> out.write(Json.MAPPER.writeValueAsBytes(content)));
  }
}

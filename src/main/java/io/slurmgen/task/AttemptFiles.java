package io.slurmgen.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
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
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files in which tasks that may not write to the catalog say what they do. Of attempt 2 of the
 * job with key 7:
 *
 * <ul>
 *   <li>{@code J7-2}: it has started. The file is made whole and under a new name in one step, so
 *       of two tasks only one becomes attempt 2, and both know it.
 *   <li>{@code J7-2.making}: which indexes it makes. It looks at what earlier attempts have written
 *       after its start is to be seen, so that who adopts their chunks and sees no start adopts
 *       nothing that it would make again.
 *   <li>{@code J7-2.end}: how it ended, and when.
 * </ul>
 *
 * <p>That the folder is there tells tasks that they only append. Safe to use by several processes.
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
    if (isUsed() && started().isEmpty()) {
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.filter(file -> !NAME.matcher(file.getFileName().toString()).matches()).toList();
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
  }

  /** The numbers of the attempts that have started, in order, by job. */
  SortedMap<Long, List<Integer>> started() throws IOException {
    SortedMap<Long, List<Integer>> started = new TreeMap<>();
    if (isUsed()) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Matcher name = NAME.matcher(file.getFileName().toString());
          if (name.matches()) {
            started
                .computeIfAbsent(Long.parseLong(name.group(1)), key -> new ArrayList<>())
                .add(Integer.parseInt(name.group(2)));
          }
        }
      }
      started.values().forEach(numbers -> numbers.sort(null));
    }
    return started;
  }

  List<Integer> started(long job) throws IOException {
    return started().getOrDefault(job, List.of());
  }

  boolean hasStarted(long job, int number) {
    return Files.exists(file(job, number, ""));
  }

  /** Starts an attempt, unless there is one of that number; false then. */
  boolean start(AttemptClaim claim) throws IOException {
    use();
    Path file = file(claim.job(), claim.number(), "");
    Path whole = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      DurableFile.write(whole, out -> out.write(Json.MAPPER.writeValueAsBytes(claim)));
      Files.createLink(file, whole);
      DurableFile.force(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** What a started attempt has said, empty where it is removed by now. */
  Optional<AttemptClaim> claim(long job, int number) throws IOException {
    Optional<byte[]> bytes = bytes(job, number, "");
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.MAPPER.readValue(bytes.get(), AttemptClaim.class));
  }

  void setMaking(long job, int number, IndexRanges ranges) throws IOException {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (IndexRange range : ranges.ranges()) {
      array.addArray().add(range.first()).add(range.samples());
    }
    write(file(job, number, ".making"), array);
  }

  /** Which indexes an attempt makes, empty while it has not said so. */
  Optional<IndexRanges> making(long job, int number) throws IOException {
    Optional<byte[]> bytes = bytes(job, number, ".making");
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    List<IndexRange> ranges = new ArrayList<>();
    for (JsonNode range : Json.MAPPER.readTree(bytes.get())) {
      ranges.add(new IndexRange(range.get(0).longValue(), range.get(1).longValue()));
    }
    return Optional.of(new IndexRanges(ranges));
  }

  /**
   * What the attempts of a job behind one make, once the newest of them has said so; of one that
   * was superseded before it has, nothing comes.
   */
  Optional<IndexRanges> makingLater(long job, int number) throws IOException {
    IndexRanges later = IndexRanges.none();
    List<Integer> started = started(job);
    for (int i = 0; i < started.size(); i++) {
      if (started.get(i) > number) {
        Optional<IndexRanges> making = making(job, started.get(i));
        if (making.isEmpty() && i == started.size() - 1) {
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

  /** Forgets an attempt: its job is over, or a later attempt has its place. */
  void remove(long job, int number) throws IOException {
    removeEnd(job, number);
    Files.deleteIfExists(file(job, number, ".making"));
    Files.deleteIfExists(file(job, number, ""));
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

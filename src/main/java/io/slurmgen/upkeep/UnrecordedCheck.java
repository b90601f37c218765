package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.check.Finding;
import io.slurmgen.check.Finding.Kind;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.SegmentFiles;
import io.slurmgen.layout.SegmentName;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.rebuild.FoundChunks;
import io.slurmgen.rebuild.UnrecordedChunks;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentTail;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what is in segment files behind their recorded part, or in files that no row names.
 * Reads nothing else. For one thread.
 *
 * <p>Where the files of two attempts hold the same unrecorded sample, the later attempt's counts,
 * as in a catalog that is rebuilt.
 */
final class UnrecordedCheck {

  private final Catalog catalog;
  private final SegmentPlace place;
  private final ReportedAttempts appending;
  private final Remedies remedies;
  private final List<Diagnosis> diagnoses = new ArrayList<>();
  private final List<Remedy.Adopt> free = new ArrayList<>();
  private LeftoverCount leftovers = LeftoverCount.NONE;

  UnrecordedCheck(Catalog catalog, SegmentPlace place, Remedies remedies) {
    this.catalog = catalog;
    this.place = place;
    this.remedies = remedies;
    this.appending = new ReportedAttempts(catalog, Clock.systemUTC());
  }

  Verified run() throws IOException {
    for (Path file : SegmentFiles.in(catalog.directory())) {
      try {
        look(file);
      } catch (NoSuchFileException removed) {
        // Its submission's leftovers were removed meanwhile.
      }
    }
    free.sort(
        Comparator.<Remedy.Adopt>comparingLong(adopt -> adopt.chunks().attempt().jobId())
            .thenComparingInt(adopt -> adopt.chunks().attempt().number())
            .reversed());
    claim();
    return new Verified(0, 0, 0, 0, diagnoses, leftovers);
  }

  private void look(Path file) throws IOException {
    String path = catalog.directory().root().relativize(file).toString();
    long recorded = catalog.attempts().recordedBytes(path);
    if (recorded > 0 && PresentLength.ofExisting(file) <= recorded) {
      return;
    }
    Optional<String> objection = place.objection(file);
    if (objection.isPresent()) {
      if (recorded == 0) { // else it is told with its chunks
        find(Kind.STRAY_FILE, path, objection.get());
      }
      return;
    }
    try (SegmentFile open = SegmentFile.open(file)) {
      look(path, open, recorded);
    } catch (CorruptSegmentException noSchema) {
      leave(0, PresentLength.ofExisting(file) - recorded);
    }
  }

  private void look(String path, SegmentFile open, long recorded) throws IOException {
    long size = PresentLength.ofExisting(open.path());
    FoundChunks.State job =
        UnrecordedChunks.of(catalog).look(path, open.schema(), List.of()).state();
    if (job == FoundChunks.State.IN_FLIGHT) {
      return;
    }
    if (job == FoundChunks.State.SUPERSEDED) { // Its next attempt may cut it any time.
      leave(0, size - SegmentTail.start(open, recorded));
      return;
    }
    SegmentTail tail = SegmentTail.read(open, recorded, size);
    place(path, open, tail.run(), tail.bytes());
  }

  private void place(String path, SegmentFile open, List<ChunkEntry> chunks, long bytes)
      throws IOException {
    FoundChunks found = UnrecordedChunks.of(catalog).look(path, open.schema(), chunks);
    if (isInTheMaking(path, found.state())) {
      return;
    }
    switch (found.state()) {
      case FREE -> {
        RecordedChunks adoptable = found.free().orElseThrow();
        free.add(new Remedy.Adopt(adoptable, open.schema()));
        long rest = bytes - adoptable.endBytes() + adoptable.chunks().get(0).offsetBytes();
        leave(found.chunks() - adoptable.chunks().size(), rest);
      }
      case UNKNOWN -> {
        if (!chunks.isEmpty()) {
          tellUnknown(path, chunks);
        }
      }
      case SUPERSEDED, FOREIGN, NONE ->
          leave(found.chunks(), restAfterRecording(path, bytes, found));
      case IN_FLIGHT -> {
        // It has started again meanwhile.
      }
    }
  }

  /**
   * Returns whether a task that only appends is at it, whose attempt and chunks the next command
   * records.
   */
  private boolean isInTheMaking(String path, FoundChunks.State state) throws IOException {
    return (state == FoundChunks.State.UNKNOWN || state == FoundChunks.State.FREE)
        && appending.areUsed()
        && isOfAppendingTask(path);
  }

  private boolean isOfAppendingTask(String path) throws IOException {
    Optional<SegmentName> name = SegmentFiles.name(catalog.directory(), place.file(path));
    return name.isPresent() && appending.haveStarted(name.get().job());
  }

  /** Returns the rest now that others may have recorded the chunks. */
  private long restAfterRecording(String path, long bytes, FoundChunks found) throws IOException {
    return found.state() == FoundChunks.State.NONE
        ? Math.max(
            0, PresentLength.ofExisting(place.file(path)) - catalog.attempts().recordedBytes(path))
        : bytes;
  }

  private void tellUnknown(String path, List<ChunkEntry> chunks) {
    find(Kind.UNKNOWN_SEGMENT, path, samples(chunks) + " of a job that the catalog does not know");
  }

  private static String samples(List<ChunkEntry> chunks) {
    long samples = chunks.stream().mapToLong(ChunkEntry::rows).sum();
    long first = chunks.get(0).firstIndex();
    return "%d samples, indexes %d-%d in %d whole chunks"
        .formatted(samples, first, first + samples - 1, chunks.size());
  }

  private void claim() {
    Map<List<Object>, IndexRanges> claimed = new HashMap<>();
    for (Remedy.Adopt adopt : free) {
      RecordedChunks chunks = adopt.chunks();
      List<Object> series =
          List.of(chunks.attempt().paramSet().id(), chunks.attempt().preprocessing());
      IndexRange indexes = chunks.indexes();
      IndexRanges before = claimed.getOrDefault(series, IndexRanges.none());
      if (before.overlaps(indexes)) {
        leave(chunks.chunks().size(), chunks.endBytes() - chunks.chunks().get(0).offsetBytes());
      } else {
        claimed.put(series, before.plus(new IndexRanges(List.of(indexes))));
        String text = samples(chunks.chunks()) + " that no row names";
        diagnoses.add(
            new Diagnosis(new Finding(Kind.UNRECORDED_CHUNKS, chunks.segment(), text), adopt));
      }
    }
  }

  private void leave(long chunks, long bytes) {
    if (bytes > 0) {
      leftovers = leftovers.plus(new LeftoverCount(1, chunks, bytes));
    }
  }

  private void find(Kind kind, String path, String text) {
    diagnoses.add(remedies.diagnosis(new Finding(kind, path, text)));
  }
}

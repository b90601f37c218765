package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.SegmentArrival;
import io.slurmgen.check.Finding;
import io.slurmgen.check.Finding.Kind;
import io.slurmgen.check.Integrity;
import io.slurmgen.check.LostSamples;
import io.slurmgen.check.RecordedSegment;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.NewerSegmentException;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Compares one recorded segment with its file, chunk after chunk. For one thread.
 *
 * <p>Looks no further than the catalog did when it was asked, so that a segment that grows
 * meanwhile is no matter. What another node has just recorded is waited for.
 */
final class SegmentCheck {

  /** Rows that are read at once. */
  private static final int PAGE = 4096;

  private final Catalog catalog;
  private final RecordedSegment segment;
  private final Path file;
  private final Remedies remedies;
  private final SegmentArrival arrival;
  private final LongConsumer bytesRead;
  private final List<Diagnosis> diagnoses = new ArrayList<>();
  private long chunks;
  private long nextIndex;
  private long nextOffset;
  private long goneFrom = -1;
  private DamagedRun damage;
  private ChunkScan scan;

  SegmentCheck(
      Catalog catalog,
      SegmentPlace place,
      Remedies remedies,
      SegmentArrival arrival,
      RecordedSegment segment,
      LongConsumer bytesRead) {
    this.catalog = catalog;
    this.segment = segment;
    this.file = place.file(segment.path());
    this.remedies = remedies;
    this.arrival = arrival;
    this.bytesRead = bytesRead;
    this.nextIndex = segment.indexes().first();
  }

  /** Reads it. */
  Verified run(SegmentPlace place) throws IOException {
    try {
      if (!place.isOutside(segment.path())) {
        arrival.await(segment.path(), file, segment.lengthBytes());
      }
      Optional<String> objection =
          place.isOutside(segment.path())
              ? Optional.of("is outside of the cache directory")
              : place.objection(file);
      if (objection.isPresent()) {
        find(Kind.MISPLACED_SEGMENT, objection.get());
      } else {
        compare();
      }
    } catch (NoSuchFileException e) {
      findMissing();
    }
    return new Verified(
        segment.indexes().samples(),
        chunks,
        1,
        segment.lengthBytes(),
        diagnoses,
        LeftoverCount.NONE);
  }

  private void findMissing() throws IOException {
    if (Files.isSymbolicLink(file)) {
      find(Kind.DANGLING_LINK, "is a link to nothing");
    } else if (Files.isReadable(file.getParent()) || Files.notExists(file.getParent())) {
      find(Kind.MISSING_SEGMENT, "the file is missing", drop(segment.indexes(), Remedy.Fault.GONE));
    } else {
      find(Kind.UNREADABLE_SEGMENT, "its directory cannot be read");
    }
  }

  private void compare() throws IOException {
    long size = Files.size(file);
    try (SegmentFile open = SegmentFile.open(file)) {
      compareOrigin(open.schema().metadata());
      compareChunks(Optional.of(open), size);
    } catch (NewerSegmentException e) {
      find(Kind.NEWER_SEGMENT, e.getMessage());
    } catch (CorruptSegmentException e) {
      if (size >= segment.lengthBytes()) {
        find(Kind.DAMAGED_SEGMENT, e.getMessage(), drop(segment.indexes(), Remedy.Fault.DAMAGED));
      } else {
        compareChunks(Optional.empty(), size);
      }
    }
  }

  private void compareOrigin(Map<String, String> metadata) {
    ParamSetRow set = segment.paramSet();
    Optional<String> objection =
        set.owns(metadata)
            ? originObjection(metadata)
            : Optional.of(
                "holds samples of other parameters than those of %s %d"
                    .formatted(set.dataset(), set.number()));
    objection.ifPresent(text -> find(Kind.WRONG_SEGMENT, text));
  }

  /** Returns the objection of a rebuild to the segment, empty where it would take it. */
  private Optional<String> originObjection(Map<String, String> metadata) {
    try {
      return SegmentOrigin.of(metadata).mayHave(segment.path())
          ? Optional.empty()
          : Optional.of("its schema is that of another file");
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void compareChunks(Optional<SegmentFile> open, long size) throws IOException {
    List<ChunkEntry> page = Integrity.of(catalog).chunks(segment, 0, PAGE);
    while (!page.isEmpty()) {
      for (ChunkEntry row : page) {
        compare(open, row, size);
      }
      ChunkEntry last = page.get(page.size() - 1);
      bytesRead.accept(last.endBytes() - page.get(0).offsetBytes());
      page = Integrity.of(catalog).chunks(segment, last.firstIndex() + 1, PAGE);
    }
    endDamage();
    if (goneFrom >= 0) {
      find(
          Kind.SHORT_SEGMENT,
          "has %d bytes and should have %d".formatted(size, segment.lengthBytes()),
          drop(from(goneFrom), Remedy.Fault.GONE));
    }
    compareCounts();
  }

  private void compareCounts() {
    boolean isWhole = chunks > 0 && nextOffset == segment.lengthBytes();
    if (!isWhole || nextIndex != segment.indexes().end()) {
      find(
          Kind.MISCOUNTED_SEGMENT,
          "is recorded with samples up to %d and %d bytes; its chunks end at %d and %d"
              .formatted(segment.indexes().end(), segment.lengthBytes(), nextIndex, nextOffset));
    }
  }

  private void compare(Optional<SegmentFile> open, ChunkEntry row, long size) throws IOException {
    boolean follows =
        row.firstIndex() == nextIndex && (chunks == 0 || row.offsetBytes() == nextOffset);
    if (!follows) {
      find(
          Kind.WRONG_ROW,
          "the chunk with sample %d does not follow the one before".formatted(row.firstIndex()));
    }
    chunks++;
    nextIndex = row.firstIndex() + row.rows();
    nextOffset = row.endBytes();
    if (goneFrom < 0 && (row.endBytes() > size || open.isEmpty())) {
      goneFrom = row.firstIndex();
    }
    if (goneFrom < 0) {
      compare(open.orElseThrow(), row);
    }
  }

  private void compare(SegmentFile open, ChunkEntry row) throws IOException {
    try {
      ChunkScan at = scan;
      if (at == null || at.endOffset() != row.offsetBytes()) {
        at = open.scan(row.offsetBytes(), segment.lengthBytes());
      }
      scan = null;
      Optional<ChunkEntry> found = at.next();
      if (found.isEmpty()) {
        damage(row, "%s: no whole chunk at byte %d".formatted(file, row.offsetBytes()));
      } else {
        scan = at;
        compare(row, found.get());
      }
    } catch (CorruptSegmentException e) {
      damage(row, e.getMessage());
    }
  }

  private void compare(ChunkEntry row, ChunkEntry found) throws IOException {
    if (found.equals(row)) {
      endDamage();
    } else if (found.crc32c() != row.crc32c()) {
      find(
          Kind.WRONG_CHECKSUM,
          "the chunk at byte %d is as it was written, by its own CRC32C %08x; the row has %08x"
              .formatted(row.offsetBytes(), found.crc32c(), row.crc32c()));
    } else {
      find(
          Kind.WRONG_ROW,
          "the bytes at %d say %s, the row says %s".formatted(row.offsetBytes(), found, row));
    }
  }

  /** Damaged chunks that follow each other, told together. */
  private record DamagedRun(IndexRange indexes, String message) {}

  private void damage(ChunkEntry row, String message) throws IOException {
    IndexRange more = new IndexRange(row.firstIndex(), row.rows());
    if (damage != null && damage.indexes().end() == more.first()) {
      long samples = damage.indexes().samples() + more.samples();
      damage = new DamagedRun(new IndexRange(damage.indexes().first(), samples), damage.message());
    } else {
      endDamage();
      damage = new DamagedRun(more, message);
    }
  }

  private void endDamage() throws IOException {
    if (damage != null) {
      IndexRange indexes = damage.indexes();
      String message = damage.message();
      damage = null;
      find(
          Kind.DAMAGED_CHUNK,
          "samples %d-%d: %s".formatted(indexes.first(), indexes.end() - 1, message),
          drop(indexes, Remedy.Fault.DAMAGED));
    }
  }

  private IndexRange from(long index) {
    return new IndexRange(index, segment.indexes().end() - index);
  }

  private Remedy drop(IndexRange lost, Remedy.Fault fault) throws IOException {
    LostSamples.Plan plan = LostSamples.of(catalog).plan(segment, lost);
    if (plan.isActive()) {
      return byHand("wait for its job, or cancel it, and then repair");
    }
    if (plan.dropped().isEmpty()) {
      return byHand(
          "its samples up to the last that has a group keep their rows: restore the file from a"
              + " backup, or %s counts what is left"
                  .formatted(ProposedCommand.rebuild(catalog.directory().user())));
    }
    return new Remedy.Drop(segment, lost, fault, !plan.kept().isEmpty(), text(plan, fault));
  }

  private static String text(LostSamples.Plan plan, Remedy.Fault fault) {
    IndexRange dropped = plan.dropped().orElseThrow();
    String does =
        "%s removes the rows of samples %d-%d, which can be made again"
            .formatted(
                fault == Remedy.Fault.GONE ? "repair" : "repair --damaged",
                dropped.first(),
                dropped.end() - 1);
    String stays =
        plan.kept().isEmpty()
            ? ""
            : "; %s stay, as samples there have a group".formatted(plan.kept().text());
    return does + stays + "; or restore the file from a backup";
  }

  private static Remedy byHand(String text) {
    return new Remedy.ByHand(text);
  }

  private void find(Kind kind, String text) {
    diagnoses.add(remedies.diagnosis(new Finding(kind, segment.path(), text)));
  }

  private void find(Kind kind, String text, Remedy remedy) {
    diagnoses.add(new Diagnosis(new Finding(kind, segment.path(), text), remedy));
  }
}

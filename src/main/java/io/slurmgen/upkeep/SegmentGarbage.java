package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.SegmentFiles;
import io.slurmgen.layout.SegmentMetadata;
import io.slurmgen.layout.SegmentName;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.rebuild.LockedCatalog;
import io.slurmgen.rebuild.SegmentClaim;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentTail;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What segments hold behind their recorded chunks, and segments of which nothing is recorded.
 *
 * <p>It is removed where it can never be recorded any more ({@link SegmentClaim#mayGrow}) and all
 * its samples are recorded elsewhere. A chunk with a sample that is recorded nowhere stays, and is
 * told: it may be adopted. So does one with a sample that had a group and has none in the catalog.
 * So does damage, and what is of an attempt that the catalog does not know; and what was written to
 * within an hour, where the catalog was rebuilt and only guesses that its attempt is over. Segments
 * of a job whose newest attempt only appends, and is not recorded yet, are left alone.
 */
final class SegmentGarbage {

  private final Catalog catalog;
  private final ReportedAttempts appending;
  private final LeftoverFiles files;
  private final QuietHour quiet;
  private final Consumer<String> kept;

  SegmentGarbage(Catalog catalog, LeftoverFiles files, QuietHour quiet, Consumer<String> kept) {
    this.catalog = catalog;
    this.appending = new ReportedAttempts(catalog, Clock.systemUTC());
    this.files = files;
    this.quiet = quiet;
    this.kept = kept;
  }

  /** Looks into those segments only that are longer than what is recorded of them. */
  void collect() throws IOException {
    Map<String, Long> recorded = LockedCatalog.whileLocked(catalog, LockedCatalog::recordedBytes);
    for (Path file : SegmentFiles.withoutLinks(catalog.directory())) {
      Optional<SegmentName> name = SegmentFiles.name(catalog.directory(), file);
      if (name.isPresent()) {
        collect(name.get(), recorded.getOrDefault(name.get().path(), 0L));
      }
    }
  }

  private void collect(SegmentName segment, long recordedBytes) throws IOException {
    try {
      if (PresentLength.ofExisting(file(segment)) > recordedBytes && !isInTheMaking(segment)) {
        LockedCatalog.whileLocked(
            catalog,
            locked -> {
              collect(locked, segment);
              return null;
            });
      }
    } catch (NoSuchFileException removed) {
      // Another collection was quicker.
    }
  }

  private Path file(SegmentName segment) {
    return catalog.directory().root().resolve(segment.path());
  }

  private void collect(LockedCatalog locked, SegmentName name) throws IOException {
    Optional<SegmentClaim> claim = locked.claim(name.path(), name.job(), name.attempt());
    if (claim.isEmpty() || !name.equals(claim.get().attempt().segment(name.part()))) {
      kept.accept(file(name) + ": the catalog does not know the attempt that wrote it");
      return;
    }
    long length = PresentLength.ofExisting(file(name));
    if (!mayGrow(claim.get(), file(name)) && length > claim.get().recordedBytes()) {
      try {
        collect(locked, name, claim.get(), length);
      } catch (CorruptSegmentException damaged) {
        kept.accept(damaged.getMessage() + "; it stays");
      }
    }
  }

  private boolean isInTheMaking(SegmentName segment) throws IOException {
    return appending.areUsed() && appending.areNewerThanRecorded(segment.job());
  }

  private boolean mayGrow(SegmentClaim claim, Path file) throws IOException {
    return claim.mayGrow() || (claim.isEndGuessed() && !quiet.isSince(file));
  }

  private void collect(LockedCatalog locked, SegmentName name, SegmentClaim claim, long length)
      throws IOException {
    Path file = file(name);
    if (claim.recordedBytes() == 0 && TornSchema.isIn(file)) {
      files.remove(Leftover.Kind.SEGMENT, file);
      return;
    }
    SegmentTail tail;
    try (SegmentFile segment = SegmentFile.open(file)) {
      if (!isOf(segment, claim.attempt())) {
        kept.accept(file + ": its schema is of another attempt");
        return;
      }
      tail = SegmentTail.read(segment, claim.recordedBytes(), length).undamaged();
    }
    IndexRanges indexes = indexes(tail);
    IndexRanges nowhere = locked.notElsewhere(claim.attempt(), indexes, name.path());
    IndexRanges labelled = lackingLabels(locked, claim.attempt()).and(indexes);
    if (!labelled.isEmpty()) {
      kept.accept(
          "%s: %d samples stay that the journal has in groups, and the catalog not"
              .formatted(file, labelled.samples()));
      cutTornTail(file, tail);
    } else if (!nowhere.isEmpty()) {
      kept.accept(
          "%s: %d samples that are recorded nowhere stay".formatted(file, nowhere.samples()));
      cutTornTail(file, tail);
    } else if (claim.recordedBytes() == 0) {
      files.remove(Leftover.Kind.SEGMENT, file);
    } else {
      files.cut(
          tail.chunks().isEmpty() ? Leftover.Kind.TORN_TAIL : Leftover.Kind.UNRECORDED_END,
          file,
          claim.recordedBytes());
    }
  }

  private static IndexRanges lackingLabels(LockedCatalog locked, AttemptRow attempt)
      throws IOException {
    return attempt.preprocessing().isPresent()
        ? IndexRanges.none()
        : locked.lackingLabels(attempt.paramSet());
  }

  private void cutTornTail(Path file, SegmentTail tail) throws IOException {
    if (tail.isTorn()) {
      files.cut(Leftover.Kind.TORN_TAIL, file, tail.endBytes());
    }
  }

  private static boolean isOf(SegmentFile segment, AttemptRow attempt) {
    Map<String, String> metadata = segment.schema().metadata();
    return attempt.paramSet().owns(metadata)
        && SegmentMetadata.SUBMISSION.is(metadata, attempt.submissionId())
        && SegmentMetadata.JOB_NUMBER.is(metadata, attempt.jobNumber());
  }

  private static IndexRanges indexes(SegmentTail tail) {
    return new IndexRanges(
        tail.chunks().stream()
            .map(chunk -> new IndexRange(chunk.firstIndex(), chunk.rows()))
            .toList());
  }
}

package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.check.JournalRepair;
import io.slurmgen.check.LostSamples;
import io.slurmgen.check.RecordedSegment;
import io.slurmgen.check.SchemaRepair;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.model.IndexRange;
import io.slurmgen.rebuild.UnrecordedChunks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Mends what a {@link Verification} has found, one finding after the other, each whole or not at
 * all. Looks again under the lock file before it changes anything, as jobs may run meanwhile.
 */
public final class Repair {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  private final Catalog catalog;
  private final Clock clock;
  private final boolean damaged;

  /**
   * A repair of a catalog.
   *
   * @param clock names the reports
   * @param damaged whether damaged chunks count as gone
   */
  public Repair(Catalog catalog, Clock clock, boolean damaged) {
    this.catalog = catalog;
    this.clock = clock;
    this.damaged = damaged;
  }

  /** Whether it does anything about a finding. */
  public boolean mends(Diagnosis diagnosis) {
    return diagnosis.remedy() instanceof Remedy.Drop drop
        ? damaged || drop.fault() == Remedy.Fault.GONE
        : !(diagnosis.remedy() instanceof Remedy.ByHand);
  }

  /** Whether something of a finding is left when it is done: verify finds it again. */
  public boolean leaves(Diagnosis diagnosis) {
    return !mends(diagnosis) || diagnosis.remedy() instanceof Remedy.Drop drop && drop.isPartial();
  }

  /**
   * Does it.
   *
   * @param diagnosis one that it mends
   * @return what was done, empty where there is nothing left to do
   */
  public Optional<String> mend(Diagnosis diagnosis) throws IOException {
    Remedy remedy = diagnosis.remedy();
    if (remedy instanceof Remedy.Adopt adopt) {
      return adopt(adopt);
    }
    if (remedy instanceof Remedy.Drop drop) {
      return drop(drop, diagnosis.finding().text());
    }
    if (remedy instanceof Remedy.Restore) {
      SchemaRepair.run(catalog);
      return Optional.of("put right");
    }
    if (remedy instanceof Remedy.CatchUp) {
      JournalRepair.run(catalog);
      return Optional.of("the journal has all moves");
    }
    return Optional.empty();
  }

  private Optional<String> adopt(Remedy.Adopt adopt) throws IOException {
    DurableFile.force(file(adopt.chunks().segment()));
    return UnrecordedChunks.of(catalog).adopt(adopt.chunks(), adopt.schema())
        ? Optional.of("%d samples recorded".formatted(adopt.chunks().indexes().samples()))
        : Optional.empty();
  }

  private Path file(String path) {
    return catalog.directory().root().resolve(path);
  }

  private Optional<String> drop(Remedy.Drop drop, String fault) throws IOException {
    Path report = report(drop.segment());
    String reason = "samples of %s are lost: %s".formatted(drop.segment().path(), fault);
    Optional<IndexRange> dropped =
        LostSamples.of(catalog)
            .drop(
                drop.segment(),
                drop.lost(),
                reason,
                rows -> {
                  if (drop.fault() == Remedy.Fault.GONE && !isShort(drop.segment())) {
                    return false;
                  }
                  Files.createDirectories(report.getParent());
                  DurableFile.force(catalog.directory().root());
                  DurableFile.write(report, rows::writeTo);
                  return true;
                });
    return dropped.map(
        range ->
            "the rows of samples %d-%d removed, and kept in %s"
                .formatted(range.first(), range.end() - 1, report));
  }

  /** Somebody may have put the file back meanwhile, or this node may only see it now. */
  private boolean isShort(RecordedSegment segment) throws IOException {
    long recorded = segment.lengthBytes();
    return PresentLength.of(file(segment.path()), recorded).orElse(0) < recorded;
  }

  private Path report(RecordedSegment segment) {
    String name = file(segment.path()).getFileName().toString();
    return file(".repair").resolve(TIME.format(clock.instant()) + "-" + name + ".jsonl");
  }
}

package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.SegmentArrival;
import io.slurmgen.check.Finding;
import io.slurmgen.check.Integrity;
import io.slurmgen.check.RecordedSegment;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.StaleViewException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Compares a catalog with itself, its journal and its segments, down to every chunk's checksum.
 * Changes nothing, and may run while jobs do.
 *
 * <p>The catalog's rows are asked for a few at a time, so that writers need not wait while files
 * are read; only the checks of the catalog alone keep the lock file.
 */
public final class Verification {

  /** Segments whose rows are read at once, and whose files are read in the meantime. */
  private static final int PAGE = 64;

  private final Catalog catalog;
  private final LongConsumer bytesRead;
  private final List<Diagnosis> diagnoses = new ArrayList<>();
  private long samples;
  private long chunks;
  private long segments;
  private long bytes;
  private LeftoverCount leftovers = LeftoverCount.NONE;

  private Verification(Catalog catalog, LongConsumer bytesRead) {
    this.catalog = catalog;
    this.bytesRead = bytesRead;
  }

  /**
   * Compares all.
   *
   * @param bytesRead takes the bytes of segments that were read since its last call, from any
   *     thread
   * @throws StaleViewException if this node sees an old state of the catalog, whose findings would
   *     be none
   * @throws IOException if something other than the catalog cannot be read
   */
  public static Verified run(Catalog catalog, LongConsumer bytesRead) throws IOException {
    Verification verification = new Verification(catalog, bytesRead);
    Remedies remedies;
    try {
      remedies = verification.checkCatalog();
    } catch (CatalogBusyException | StaleViewException e) {
      throw e;
    } catch (CatalogException e) {
      return unreadable(catalog.directory(), e);
    }
    if (verification.isReadable()) {
      SegmentPlace place = SegmentPlace.of(catalog.directory());
      verification.checkSegments(place, remedies);
      verification.add(new UnrecordedCheck(catalog, place, remedies).run());
      verification.refuseOldState();
    }
    return verification.result();
  }

  /** The finding that a catalog cannot be read at all. */
  public static Verified unreadable(CacheDirectory directory, CatalogException failure) {
    Finding finding = new Finding(Finding.Kind.UNREADABLE_CATALOG, "catalog", failure.getMessage());
    Remedies remedies = new Remedies(directory, List.of(finding));
    return new Verified(0, 0, 0, 0, List.of(remedies.diagnosis(finding)), LeftoverCount.NONE);
  }

  private Remedies checkCatalog() throws IOException {
    List<Finding> found = Integrity.of(catalog).check();
    Remedies remedies = new Remedies(catalog.directory(), found);
    found.stream().map(remedies::diagnosis).forEach(diagnoses::add);
    return remedies;
  }

  /** Files that another node has written meanwhile do not fit the catalog as a cache keeps it. */
  private void refuseOldState() throws IOException {
    if (!diagnoses.isEmpty()) {
      catalog.isGuarded();
    }
  }

  /** Rows of a damaged catalog may be anything. */
  private boolean isReadable() {
    return diagnoses.stream().map(Diagnosis::finding).noneMatch(Finding::isOfDamagedCatalog);
  }

  private void checkSegments(SegmentPlace place, Remedies remedies) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(4, Runtime.getRuntime().availableProcessors()));
    SegmentArrival arrival = catalog.arrival();
    try {
      List<RecordedSegment> page = Integrity.of(catalog).segments(0, PAGE);
      while (!page.isEmpty()) {
        Deque<Future<Verified>> running = new ArrayDeque<>();
        for (RecordedSegment segment : page) {
          running.add(
              threads.submit(
                  () ->
                      new SegmentCheck(catalog, place, remedies, arrival, segment, bytesRead)
                          .run(place)));
        }
        while (!running.isEmpty()) {
          add(result(running.remove()));
        }
        page = Integrity.of(catalog).segments(page.get(page.size() - 1).id(), PAGE);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Verified result(Future<Verified> check) throws IOException {
    try {
      return check.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading segments", e);
    }
  }

  private void add(Verified part) {
    samples += part.samples();
    chunks += part.chunks();
    segments += part.segments();
    bytes += part.bytes();
    diagnoses.addAll(part.diagnoses());
    leftovers = leftovers.plus(part.leftovers());
  }

  private Verified result() {
    return new Verified(samples, chunks, segments, bytes, diagnoses, leftovers);
  }
}

package io.slurmgen.crash;

import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * What kills have left behind, before anybody has looked at it.
 *
 * @param noSchema whether there is a catalog's file and nothing in it
 * @param hotJournal whether SQLite has a transaction to roll back
 * @param journalIsBehind whether the last move is not journalled
 * @param tornSegments how many segments end with a part of a chunk, or begin with a part of a
 *     schema
 * @param samples how many are recorded
 */
record Damage(
    boolean noSchema, boolean hotJournal, boolean journalIsBehind, int tornSegments, long samples) {

  /** Changes nothing: the next command is to find all as it was left. */
  static Damage find(CacheDirectory cache) throws Exception {
    Path journal = cache.catalog().resolveSibling(cache.catalog().getFileName() + "-journal");
    boolean isHot = Files.exists(journal) && hasHeader(journal);
    int torn = 0;
    for (Path segment : segments(cache)) {
      torn += isTorn(segment) ? 1 : 0;
    }
    try (CatalogCopy copy = CatalogCopy.of(cache)) {
      CacheDirectory copied = copy.directory();
      boolean hasNoSchema = Files.exists(copied.catalog()) && !Snapshot.hasSchema(copied);
      long samples = Snapshot.read(copied).samples();
      boolean isBehind = samples > 0 && Snapshot.isJournalBehind(copied);
      return new Damage(hasNoSchema, isHot, isBehind, torn, samples);
    }
  }

  /** A journal that is kept after a commit begins with zeros. */
  private static boolean hasHeader(Path journal) throws IOException {
    try (InputStream bytes = Files.newInputStream(journal)) {
      return bytes.read() > 0;
    }
  }

  private static List<Path> segments(CacheDirectory cache) throws IOException {
    if (!Files.isDirectory(cache.root())) {
      return List.of();
    }
    PathMatcher matcher = cache.root().getFileSystem().getPathMatcher("glob:**.arrows");
    try (Stream<Path> files = Files.walk(cache.root(), 3)) {
      return files.filter(matcher::matches).toList();
    }
  }

  private static boolean isTorn(Path segment) throws IOException {
    long length = Files.size(segment);
    try (SegmentFile file = SegmentFile.open(segment)) {
      ChunkScan scan = file.scan(file.headerBytes(), length);
      while (scan.next().isPresent()) {
        // It counts the chunks' bytes itself.
      }
      return scan.endOffset() < length;
    } catch (CorruptSegmentException noSchema) {
      return true;
    }
  }
}

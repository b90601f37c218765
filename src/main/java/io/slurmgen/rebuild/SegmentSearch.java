package io.slurmgen.rebuild;

import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.FileFailure;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.SegmentFiles;
import io.slurmgen.layout.SegmentName;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentTail;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads all segments of a cache directory and leaves them as they are. A torn tail is what a killed
 * process leaves, and no problem; of a damaged segment the chunks before the damage are found.
 */
final class SegmentSearch {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final CacheDirectory directory;
  private final List<FoundSegment> found = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private long highestJob;
  private long highestSubmission;

  private SegmentSearch(CacheDirectory directory) {
    this.directory = directory;
  }

  /** Reads and forces them: what a catalog names must be on the disk. */
  static SegmentSearch in(CacheDirectory directory) throws IOException {
    SegmentSearch search = new SegmentSearch(directory);
    for (Path file : SegmentFiles.withoutLinks(directory)) {
      try {
        search.look(file);
      } catch (IOException e) {
        throw FileFailure.of(file, e);
      }
    }
    for (Path submission : SegmentFiles.list(directory.submissions())) {
      String name = submission.getFileName().toString();
      if (NUMBER.matcher(name).matches()) {
        search.highestSubmission = Math.max(search.highestSubmission, Long.parseLong(name));
      }
    }
    return search;
  }

  /** The segments in order of their paths. */
  List<FoundSegment> found() {
    return found;
  }

  /** A line for each segment that cannot be read to its end. */
  List<String> problems() {
    return problems;
  }

  /** The highest job that a segment is of, also where it cannot be read. */
  long highestJob() {
    return highestJob;
  }

  /** The highest submission of which there is anything. */
  long highestSubmission() {
    return highestSubmission;
  }

  private void look(Path file) throws IOException {
    highestJob = Math.max(highestJob, SegmentName.jobOf(file).orElse(0));
    String path = directory.root().relativize(file).toString();
    PresentLength.ofExisting(file);
    DurableFile.force(file);
    try (SegmentFile segment = SegmentFile.open(file)) {
      SegmentOrigin origin = SegmentOrigin.of(segment.schema().metadata());
      if (!origin.mayHave(path)) {
        throw new IllegalArgumentException("its schema is that of another file");
      }
      highestSubmission = Math.max(highestSubmission, origin.submission());
      long modified = Files.getLastModifiedTime(file).toMillis();
      StoredTypes types = StoredTypes.of(segment.schema());
      found.add(
          new FoundSegment(
              path, origin, types, chunks(segment, PresentLength.ofExisting(file)), modified));
    } catch (CorruptSegmentException e) {
      problems.add(e.getMessage());
    } catch (IllegalArgumentException e) {
      problems.add(file + ": " + e.getMessage());
    }
  }

  private List<ChunkEntry> chunks(SegmentFile segment, long length) throws IOException {
    SegmentTail all = SegmentTail.read(segment, 0, length);
    List<ChunkEntry> chunks = all.run();
    if (chunks.size() < all.chunks().size()) {
      problems.add(segment.path() + ": its chunks do not follow each other");
    } else {
      all.damage().map(Throwable::getMessage).ifPresent(problems::add);
    }
    return chunks;
  }
}

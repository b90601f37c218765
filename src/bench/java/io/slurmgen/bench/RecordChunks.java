package io.slurmgen.bench;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.segment.ChunkEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A program that records 100 chunks of its job, each in a commit of its own, when it is told to.
 */
final class RecordChunks {

  private static final StoredTypes TYPES = new StoredTypes("double", "double");
  static final int CHUNKS = 100;

  private RecordChunks() {}

  /** Takes the directory, the submission and the job. */
  public static void main(String[] arguments) throws IOException {
    CacheDirectory directory = new CacheDirectory(Path.of(arguments[0]));
    try (Catalog catalog = Catalog.create(directory, Clock.systemUTC())) {
      AttemptRow attempt =
          catalog
              .attempts()
              .start(
                  new AttemptStart(
                      Long.parseLong(arguments[1]),
                      Integer.parseInt(arguments[2]),
                      "node",
                      Optional.empty(),
                      Optional.empty(),
                      "code"));
      System.out.println("ready");
      System.in.read();
      record(catalog, attempt);
      System.out.println("done");
    }
  }

  private static void record(Catalog catalog, AttemptRow attempt) throws IOException {
    long first = attempt.missing().ranges().get(0).first();
    long offset = 800;
    for (int i = 0; i < CHUNKS; i++) {
      ChunkEntry chunk = new ChunkEntry(first + i, 1, offset, 200, 0, 1);
      offset = chunk.endBytes();
      RecordedChunks recorded =
          new RecordedChunks(
              attempt, attempt.segmentPath(0), TYPES, List.of(chunk), OptionalLong.empty());
      if (!catalog.attempts().record(List.of(recorded), Duration.ofMinutes(5)).isEmpty()) {
        throw new IllegalStateException("superseded");
      }
    }
  }
}

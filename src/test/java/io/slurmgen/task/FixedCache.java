package io.slurmgen.task;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.NewPreprocessing;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A cache of the example's dataset whose files are the same bytes wherever and whenever it is made:
 * clock, seeds, host, process and times of samples are given. 200 samples in chunks of 50, of which
 * moves split some, 60 with other parameters, and what a preprocessor made of 80.
 */
public final class FixedCache {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-05-06T07:08:09.123Z"), ZoneOffset.UTC);

  private static final Submitter SUBMITTER = new Submitter("node", 42);
  private static final Recipe RECIPE = TaskBench.recipe(DoublePair.class, 50, FixedCache::sample);
  private static final String CODE = "c0de".repeat(16);

  private final Catalog catalog;

  private FixedCache(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The types of the example. */
  static final class DoublePair {
    double features;
    double label;
  }

  private static Sample<?, ?> sample(long index) {
    return new Sample<>(index + 0.25, index / 3.0);
  }

  /** Makes it in a directory without one. */
  public static void make(Path user) throws IOException {
    try (Catalog catalog = Catalog.create(new CacheDirectory(user), CLOCK)) {
      FixedCache cache = new FixedCache(catalog);
      ParamSetRow first = cache.generate("{\"left\":-1,\"right\":1,\"std_dev\":0.1}", 200);
      catalog.groups().move(first.id(), 73, "train");
      catalog.groups().move(first.id(), 20, "test");
      ParamSetRow second = cache.generate("{\"left\":0,\"right\":1,\"std_dev\":0.1}", 60);
      catalog.groups().move(second.id(), 30, "train");
      catalog.groups().move(first.id(), 47, "train");
      cache.preprocess(first, 80);
    }
  }

  private ParamSetRow generate(String params, long samples) throws IOException {
    SubmissionRow submission =
        catalog
            .submissions()
            .create(
                new NewSubmission(
                    "noisy_sine",
                    Parameters.ofCanonical(params).hash(),
                    params,
                    OptionalLong.empty(),
                    7 + params.length(),
                    new NewSubmission.Amount(samples, false),
                    2,
                    ExecutorKind.LOCAL,
                    CODE,
                    SUBMITTER))
            .orElseThrow();
    run(submission);
    return submission.paramSet();
  }

  private void preprocess(ParamSetRow set, long samples) throws IOException {
    run(
        catalog
            .preprocessings()
            .create(
                new NewPreprocessing(
                    set.id(),
                    "train",
                    "square_both",
                    samples,
                    false,
                    2,
                    ExecutorKind.LOCAL,
                    CODE,
                    SUBMITTER))
            .orElseThrow());
  }

  private void run(SubmissionRow submission) throws IOException {
    for (JobRow job : submission.jobs()) {
      AttemptRow attempt =
          catalog
              .attempts()
              .start(
                  new AttemptStart(
                      submission.id(),
                      job.number(),
                      SUBMITTER.node(),
                      Optional.empty(),
                      Optional.empty(),
                      CODE));
      int part = 0;
      for (IndexRange range : attempt.missing().ranges()) {
        record(attempt, part++, range);
      }
      catalog.attempts().end(attempt, JobEnd.done());
    }
  }

  private void record(AttemptRow attempt, int part, IndexRange range) throws IOException {
    String path = attempt.segmentPath(part);
    Path file = catalog.directory().segment(path);
    Files.createDirectories(file.getParent());
    SegmentSchema schema = RECIPE.schema(attempt);
    List<ChunkEntry> chunks = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.create(file, schema)) {
      for (long first = range.first(); first < range.end(); first += 50) {
        for (long i = first; i < Math.min(range.end(), first + 50); i++) {
          Sample<?, ?> sample = sample(i);
          writer.append(sample.features(), sample.label());
        }
        chunks.add(writer.endChunk(first, 50_000));
      }
      writer.force();
    }
    catalog
        .attempts()
        .record(
            List.of(
                new RecordedChunks(
                    attempt, path, StoredTypes.of(schema), chunks, OptionalLong.of(7_000_000))),
            Duration.ofMinutes(1));
  }
}

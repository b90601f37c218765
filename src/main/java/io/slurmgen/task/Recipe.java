package io.slurmgen.task;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.SegmentMetadata;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the samples of a submission are made and what they look like. May be used by several threads.
 */
public final class Recipe {

  /** Starts the drawing of one attempt. */
  @FunctionalInterface
  interface Start {
    SampleDrawing start(AttemptRow attempt) throws IOException;
  }

  private final ColumnType features;
  private final ColumnType label;
  private final int cacheEvery;
  private final String codeHash;
  private final ClassLoader classLoader;
  private final Start start;

  Recipe(
      ColumnType features,
      ColumnType label,
      int cacheEvery,
      String codeHash,
      ClassLoader classLoader,
      Start start) {
    this.features = features;
    this.label = label;
    this.cacheEvery = cacheEvery;
    this.codeHash = codeHash;
    this.classLoader = classLoader;
    this.start = start;
  }

  /**
   * Samples of a generator.
   *
   * @param directory whose catalog has the parameters
   * @param classes the user's classes, open as long as the recipe is used
   * @param dataset the dataset's name
   * @throws UserError if its types cannot be stored
   */
  public static Recipe generate(CacheDirectory directory, DatasetClasses classes, String dataset) {
    GeneratorMethod generator = classes.generator(dataset);
    return new Recipe(
        stored(generator, "features", generator.featuresType()),
        stored(generator, "label", generator.labelType()),
        generator.settings().cacheEvery(),
        classes.codeHash(),
        classes.classLoader(),
        attempt ->
            new GeneratorDrawing(
                generator,
                attempt.paramSet().parameters(directory),
                attempt.paramSet().seed(),
                attempt.missing().samples()));
  }

  /**
   * What a preprocessor makes of stored samples.
   *
   * @param catalog where the stored samples are; stays open as long as the recipe is used
   * @param classes the user's classes, open as long as the recipe is used
   * @param dataset the dataset's name
   * @param name the preprocessor's name
   * @throws UserError if its types cannot be stored
   */
  public static Recipe preprocess(
      Catalog catalog, DatasetClasses classes, String dataset, String name) {
    PreprocessorMethod preprocessor = classes.preprocessor(dataset, name);
    return new Recipe(
        stored(preprocessor, "features", preprocessor.resultFeaturesType()),
        stored(preprocessor, "label", preprocessor.resultLabelType()),
        preprocessor.settings().cacheEvery(),
        classes.codeHash(),
        classes.classLoader(),
        attempt -> new PreprocessorDrawing(catalog, preprocessor, attempt));
  }

  private static ColumnType stored(Object method, String part, AnnotatedType type) {
    try {
      return ColumnType.of(type);
    } catch (UserError e) {
      throw new UserError(method + ", " + part + ": " + e.getMessage(), e);
    }
  }

  /** The hash of the code that makes the samples. */
  public String codeHash() {
    return codeHash;
  }

  /** The loader of the user's code, which runs while samples are drawn. */
  ClassLoader classLoader() {
    return classLoader;
  }

  ColumnType features() {
    return features;
  }

  ColumnType label() {
    return label;
  }

  /** How many samples make a chunk. */
  int cacheEvery() {
    return cacheEvery;
  }

  SampleDrawing start(AttemptRow attempt) throws IOException {
    return start.start(attempt);
  }

  /** The schema of an attempt's segments: they tell all that is needed to make their rows again. */
  SegmentSchema schema(AttemptRow attempt) {
    Map<String, String> metadata = new TreeMap<>();
    SegmentMetadata.DATASET.put(metadata, attempt.paramSet().dataset());
    SegmentMetadata.PARAM_SET.put(metadata, attempt.paramSet().number());
    SegmentMetadata.PARAMS.put(metadata, attempt.paramSet().params());
    SegmentMetadata.HASH.put(metadata, attempt.paramSet().hash());
    SegmentMetadata.SEED.put(metadata, attempt.paramSet().seed());
    SegmentMetadata.SUBMISSION.put(metadata, attempt.submissionId());
    SegmentMetadata.JOB.put(metadata, attempt.jobId());
    SegmentMetadata.JOB_NUMBER.put(metadata, attempt.jobNumber());
    SegmentMetadata.ATTEMPT.put(metadata, attempt.number());
    SegmentMetadata.CODE_HASH.put(metadata, codeHash);
    attempt
        .preprocessing()
        .ifPresent(
            preprocessing -> {
              SegmentMetadata.GROUP.put(metadata, preprocessing.group());
              SegmentMetadata.PREPROCESSOR.put(metadata, preprocessing.preprocessor());
            });
    return new SegmentSchema(features, label, metadata);
  }
}

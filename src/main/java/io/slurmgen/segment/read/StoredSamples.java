package io.slurmgen.segment.read;

import io.slurmgen.UserError;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The samples of some slices, one slice after another, to be read in bulk or one by one. Rows are
 * counted from 0 through all slices. Nothing is read before it is asked for. Safe for any number of
 * threads, as long as the segments are open.
 */
public final class StoredSamples {
  private final ChunkIndex index;
  private final List<Slice> slices;
  private final ColumnType featuresType;
  private final ColumnType labelType;
  private final List<StoredColumn> columns;

  private StoredSamples(
      List<Slice> slices, boolean checkCrc, ColumnType featuresType, ColumnType labelType) {
    this.slices = List.copyOf(slices);
    this.index = new ChunkIndex(this.slices, checkCrc);
    this.featuresType = featuresType;
    this.labelType = labelType;
    this.columns =
        ColumnNode.columns(featuresType, labelType).stream()
            .map(c -> new StoredColumn(index, List.of(c)))
            .toList();
  }

  /**
   * The samples of slices whose segments store the same types. Enums may differ in their constants.
   *
   * @param slices at least one, in the order in which they are to be read
   * @param checkCrc whether each chunk's checksum is compared when it is first read
   * @return the samples
   * @throws IllegalArgumentException if there is no slice
   * @throws UserError if the types differ
   */
  public static StoredSamples of(List<Slice> slices, boolean checkCrc) {
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("no slices, so the types are not known");
    }
    return new StoredSamples(
        slices,
        checkCrc,
        common(slices, "features", SegmentSchema::features),
        common(slices, "label", SegmentSchema::label));
  }

  private static ColumnType common(
      List<Slice> slices, String column, Function<SegmentSchema, ColumnType> typeOf) {
    SegmentFile first = slices.get(0).file();
    ColumnType common = typeOf.apply(first.schema());
    for (Slice slice : slices) {
      ColumnType type = typeOf.apply(slice.file().schema());
      ColumnType before = common;
      common = common.common(type).orElseThrow(() -> differ(column, first, before, slice, type));
    }
    return common;
  }

  private static UserError differ(
      String column, SegmentFile first, ColumnType common, Slice slice, ColumnType type) {
    return new UserError(
        "the stored types differ, so these samples cannot be read together: %s is %s in %s but %s in %s"
            .formatted(
                column, common.describe(), first.path(), type.describe(), slice.file().path()));
  }

  /**
   * The number of samples.
   *
   * @return at least 1
   */
  public long size() {
    return index.samples();
  }

  /**
   * The types of the columns, and what the metadata of all segments have in common.
   *
   * @return a schema
   */
  public SegmentSchema schema() {
    SegmentSchema first = slices.get(0).file().schema();
    Map<String, String> common = new LinkedHashMap<>(first.metadata());
    slices.stream()
        .map(slice -> slice.file().schema().metadata().entrySet())
        .distinct()
        .forEach(common.entrySet()::retainAll);
    return new SegmentSchema(featuresType, labelType, common);
  }

  void forEachRun(RowOrder rows, RunReader reader) throws IOException {
    index.forEachRun(rows, reader);
  }

  /**
   * The features.
   *
   * @return a column of {@link #size} rows
   */
  public StoredColumn features() {
    return columns.get(0);
  }

  /**
   * The labels.
   *
   * @return a column of {@link #size} rows
   */
  public StoredColumn label() {
    return columns.get(1);
  }

  /**
   * Prepares to read samples one by one.
   *
   * @param features the Java type of the features, as for {@link StoredColumn#read}
   * @param label the Java type of the labels
   * @return a reader for one thread
   * @throws IllegalArgumentException if a column cannot be read as its type
   */
  public SampleCursor read(Type features, Type label) {
    return new SampleCursor(features().read(features), label().read(label));
  }
}

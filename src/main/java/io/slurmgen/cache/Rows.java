package io.slurmgen.cache;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.SampleCursor;
import io.slurmgen.segment.read.StoredSamples;
import java.lang.reflect.Type;
import java.util.Spliterator;
import java.util.function.Consumer;

/** Samples on demand; halves have cursors of their own, so that streams may be parallel. */
final class Rows implements Spliterator<Sample<Object, Object>> {
  private static final int SMALLEST_SPLIT = 1024;

  private final StoredSamples stored;
  private final RowOrder rows;
  private final Type features;
  private final Type label;
  private final SampleCursor cursor;
  private long next;
  private final long end;

  Rows(StoredSamples stored, RowOrder rows, Type features, Type label) {
    this(stored, rows, features, label, 0, rows.size());
  }

  private Rows(
      StoredSamples stored, RowOrder rows, Type features, Type label, long next, long end) {
    this.stored = stored;
    this.rows = rows;
    this.features = features;
    this.label = label;
    this.cursor = stored.read(features, label);
    this.next = next;
    this.end = end;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Sample<Object, Object>> action) {
    if (next >= end) {
      return false;
    }
    action.accept(read(next++));
    return true;
  }

  private Sample<Object, Object> read(long place) {
    return Cache.reading(() -> cursor.get(rows.row(place)));
  }

  @Override
  public Spliterator<Sample<Object, Object>> trySplit() {
    if (end - next < SMALLEST_SPLIT) {
      return null; // as the interface demands
    }
    long begin = next;
    next += (end - next) / 2;
    return new Rows(stored, rows, features, label, begin, next);
  }

  @Override
  public long estimateSize() {
    return end - next;
  }

  @Override
  public int characteristics() {
    return ORDERED | SIZED | SUBSIZED | IMMUTABLE | NONNULL;
  }
}

package io.slurmgen.segment;

import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Window;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A segment file, mapped for reading, also while another process appends to it. Safe for any number
 * of threads. No file descriptor is held; {@link #close} gives up the mapping, which the JVM
 * releases once no reader uses it. The file must not be cut before an offset that is still read.
 */
public final class SegmentFile implements Closeable {
  /** The version of the format that this class reads; {@link SegmentWriter} writes it. */
  static final int FORMAT = 1;

  private final MappedFile bytes;
  private final SegmentHeader header;
  private final List<ColumnNode> columns;
  private final Checksums checksums = new Checksums();
  private volatile SoftReference<SliceChunks> lastChunks = new SoftReference<>(null);

  private SegmentFile(MappedFile bytes, Window first) throws IOException {
    this.bytes = bytes;
    this.header = SegmentHeader.read(bytes.path(), first);
    this.columns = ColumnNode.columns(header.schema().features(), header.schema().label());
  }

  /**
   * Opens a segment and reads its schema.
   *
   * @param path the file
   * @return the segment, to be closed by the caller
   * @throws CorruptSegmentException if it does not begin with an undamaged schema
   * @throws NewerSegmentException if a later version wrote it
   * @throws IOException if it cannot be read
   */
  public static SegmentFile open(Path path) throws IOException {
    return open(path, new Mappings());
  }

  /**
   * Opens one of many segments.
   *
   * @param path the file
   * @param mappings may take away the segment's mapping when there are too many; it is mapped again
   *     when it is read
   * @return the segment, to be closed by the caller
   * @throws IOException as {@link #open(Path)}
   */
  public static SegmentFile open(Path path, Mappings mappings) throws IOException {
    Window first = MappedFile.map(path, 0);
    SegmentFile segment = new SegmentFile(new MappedFile(path, first, mappings), first);
    mappings.add(segment.bytes);
    return segment;
  }

  /** A segment that lies in memory, for tests. */
  static SegmentFile of(Path name, ByteBuffer bytes) throws IOException {
    Window whole = new Window(bytes);
    return new SegmentFile(new MappedFile(name, whole, new Mappings()), whole);
  }

  /**
   * The file.
   *
   * @return the path it was opened with
   */
  public Path path() {
    return bytes.path();
  }

  /**
   * What the segment says of itself.
   *
   * @return its schema
   */
  public SegmentSchema schema() {
    return header.schema();
  }

  /**
   * Where the first chunk begins.
   *
   * @return bytes from the file's start
   */
  public long headerBytes() {
    return header.bytes();
  }

  /**
   * How far the file was seen to go when it was last mapped; it may have grown since.
   *
   * @return bytes from its start
   */
  public long seenBytes() {
    return bytes.seenBytes();
  }

  /**
   * Starts to walk chunks, checking each one's checksum. Ends at {@code toOffset} or at the last
   * whole chunk before it.
   *
   * @param fromOffset where a chunk begins, such as {@link #headerBytes}
   * @param toOffset where to end at the latest, such as the file's size
   * @return a cursor before the first chunk
   */
  public ChunkScan scan(long fromOffset, long toOffset) {
    return new ChunkScan(this, fromOffset, toOffset);
  }

  /**
   * The chunks of a slice of this segment, those that were found before where it is the last one.
   */
  public SliceChunks chunks(Slice slice) {
    SliceChunks last = lastChunks.get();
    if (last == null || !last.slice().equals(slice)) {
      last = new SliceChunks(slice);
      lastChunks = new SoftReference<>(last);
    }
    return last;
  }

  MappedFile bytes() {
    return bytes;
  }

  List<ColumnNode> columns() {
    return columns;
  }

  public Checksums checksums() {
    return checksums;
  }

  /**
   * Finds the chunk that begins at an offset, without checking its checksum.
   *
   * @param end where whole chunks must end at the latest
   * @param previous the layout of another chunk, which this one may share; may be null
   * @return empty if only a part of it lies before {@code end}
   */
  Optional<Chunk> chunk(long offset, long end, BatchLayout previous) throws IOException {
    int head = header.chunkHeadBytes();
    if (end - offset < head) {
      checkPrefix(offset, end);
      return Optional.empty();
    }
    Window window = bytes.window(offset, Math.min(end - offset, MessageTail.MAX_MESSAGE_BYTES));
    int base = MappedFile.position(offset);
    if (previous != null
        && end - offset >= previous.messageBytes()
        && window.size() - base >= previous.messageBytes()
        && previous.sameHead(window, base)) {
      return Optional.of(new Chunk(path(), window, base, offset, previous));
    }
    return parse(offset, Math.min(end, offset - base + window.size()), window);
  }

  /**
   * A chunk that was found before.
   *
   * @param count how many chunks, it and those behind it that have the same layout, are to lie in
   *     its window
   */
  public Chunk chunk(long offset, BatchLayout layout, long count) throws IOException {
    Window window = bytes.window(offset, count * layout.messageBytes());
    return new Chunk(path(), window, MappedFile.position(offset), offset, layout);
  }

  private void checkPrefix(long offset, long end) throws IOException {
    Window window = bytes.window(offset, end - offset);
    int base = MappedFile.position(offset);
    if (Math.min(end - offset, window.size() - base) >= BatchLayout.PREFIX_BYTES) {
      long expected = (long) (header.chunkHeadBytes() - BatchLayout.PREFIX_BYTES) << 32;
      expected |= 0xFFFFFFFFL;
      long found = window.bytes().getLong(base);
      if (found != expected) {
        throw corrupt(offset, "a chunk (prefix %016x)".formatted(expected), "%016x", found);
      }
    }
  }

  private CorruptSegmentException corrupt(
      long offset, String expected, String format, Object... found) {
    return new CorruptSegmentException(path(), offset, expected, format.formatted(found));
  }

  private Optional<Chunk> parse(long offset, long end, Window window) throws IOException {
    int head = header.chunkHeadBytes();
    checkPrefix(offset, end);
    if (end - offset < head) {
      return Optional.empty();
    }
    int base = MappedFile.position(offset);
    if (!MessageTail.CHUNK.matches(window.bytes(), base + head)) {
      throw corrupt(offset, "metadata that ends with " + MessageTail.CHUNK.blank(), "other bytes");
    }
    long bytes = MessageTail.CHUNK.get(window.bytes(), base + head, MessageTail.BYTES);
    try {
      if (bytes > end - offset) {
        BatchLayout.checkBodyLength(window, base, head, bytes);
        return Optional.empty();
      }
      BatchLayout layout =
          new BatchLayout(window, base, head, MessageTail.CHUNK.length(), (int) bytes, columns);
      return Optional.of(new Chunk(path(), window, base, offset, layout));
    } catch (RuntimeException e) {
      throw new CorruptSegmentException(path(), offset, "the metadata of a record batch", e);
    }
  }

  /** Gives up the mapping; the segment cannot be read any more. */
  @Override
  public void close() {
    bytes.close();
  }
}

package io.slurmgen.segment.column;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Mapped bytes of a segment, little-endian, and the same bytes seen as each number type. The views
 * are read by absolute index only, so that any number of threads can share them.
 */
public final class Window {
  private final ByteBuffer bytes;
  private final ShortBuffer shorts;
  private final IntBuffer ints;
  private final LongBuffer longs;
  private final FloatBuffer floats;
  private final DoubleBuffer doubles;

  public Window(ByteBuffer mapped) {
    bytes = mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    shorts = bytes.asShortBuffer();
    ints = bytes.asIntBuffer();
    longs = bytes.asLongBuffer();
    floats = bytes.asFloatBuffer();
    doubles = bytes.asDoubleBuffer();
  }

  /** Maps a file from an offset to its end, or as much of it as a buffer can be long. */
  public static Window map(Path path, long begin) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long length = Math.min(Math.max(0, channel.size() - begin), Integer.MAX_VALUE);
      return new Window(map(channel, begin, length));
    }
  }

  private static ByteBuffer map(FileChannel channel, long begin, long length) throws IOException {
    try {
      return channel.map(MapMode.READ_ONLY, begin, length);
    } catch (IOException unmapped) {
      if (unmapped.getCause() instanceof OutOfMemoryError) {
        throw unmapped; // There is no room among the addresses, nor in the heap.
      }
      try {
        return read(channel, begin, length);
      } catch (IOException e) {
        e.addSuppressed(unmapped);
        throw e;
      }
    }
  }

  /** FUSE maps no files with direct_io: ENODEV, as mmap(2) has it. */
  private static ByteBuffer read(FileChannel channel, long begin, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    int read = 0;
    while (read >= 0 && bytes.hasRemaining()) {
      read = channel.read(bytes, begin + bytes.position());
    }
    return bytes.flip();
  }

  public int size() {
    return bytes.limit();
  }

  public ByteBuffer bytes() {
    return bytes;
  }

  ShortBuffer shorts() {
    return shorts;
  }

  IntBuffer ints() {
    return ints;
  }

  LongBuffer longs() {
    return longs;
  }

  FloatBuffer floats() {
    return floats;
  }

  DoubleBuffer doubles() {
    return doubles;
  }

  public boolean bit(int base, int index) {
    return (bytes.get(base + (index >> 3)) >> (index & 7) & 1) != 0;
  }

  /** A buffer of its own over some bytes, for parsers that move positions. */
  public ByteBuffer slice(int base, int length) {
    return bytes.slice(base, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}

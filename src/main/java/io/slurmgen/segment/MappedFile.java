package io.slurmgen.segment;

import io.slurmgen.segment.column.Window;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file mapped for reading in windows that begin at every GiB and reach up to two, so that each
 * message, which is shorter than one, lies in one window as a whole.
 *
 * <p>A window is mapped when it is needed, and again when the file has grown. Where the file system
 * maps no files, windows are read into memory, which must then hold all files that are in use. Safe
 * for any number of threads.
 */
final class MappedFile implements Closeable {
  private static final int WINDOW_SHIFT = 30;

  private final Path path;
  private final Mappings mappings;
  private volatile Window[] windows;
  private volatile long seenBytes;
  private boolean read;

  MappedFile(Path path, Window first, Mappings mappings) {
    this.path = path;
    this.mappings = mappings;
    this.windows = new Window[] {first};
    this.seenBytes = first.size();
  }

  static Window map(Path path, int index) throws IOException {
    return Window.map(path, (long) index << WINDOW_SHIFT);
  }

  Path path() {
    return path;
  }

  /** How far the file was seen to go when it was last mapped. */
  long seenBytes() {
    return seenBytes;
  }

  /** The mapping that holds the message that begins there, as far as the file goes. */
  Window window(long offset, long length) throws IOException {
    int index = (int) (offset >> WINDOW_SHIFT);
    Window[] known = windows;
    Window window = index < known.length ? known[index] : null;
    if (window == null || window.size() < position(offset) + length) {
      window = mapAgain(index);
      mappings.add(this);
    }
    if (!read) {
      read = true;
    }
    return window;
  }

  /** Whether it was read since this was last asked; may miss what other threads are reading now. */
  boolean wasReadLately() {
    boolean was = read;
    read = false;
    return was;
  }

  /** Gives up the mapping until the file is read again. */
  synchronized void unmap() {
    if (windows.length > 0) {
      windows = new Window[1];
    }
  }

  boolean isMapped() {
    return Arrays.stream(windows).anyMatch(Objects::nonNull);
  }

  static int position(long offset) {
    return (int) offset & ((1 << WINDOW_SHIFT) - 1);
  }

  /** Returns the end of the window for bytes from an offset on, as far as the file goes. */
  static long windowEnd(long offset) {
    return offset - position(offset) + Integer.MAX_VALUE;
  }

  private synchronized Window mapAgain(int index) throws IOException {
    if (windows.length == 0) {
      throw new IllegalStateException("closed: " + path);
    }
    Window[] all = Arrays.copyOf(windows, Math.max(windows.length, index + 1));
    all[index] = map(path, index);
    windows = all;
    seenBytes = Math.max(seenBytes, ((long) index << WINDOW_SHIFT) + all[index].size());
    return all[index];
  }

  /** Whether there is nothing but zeros up to {@code end}, as far as the file goes. */
  boolean isZero(long offset, long end) throws IOException {
    long at = offset;
    while (at < end) {
      long length = Math.min(end - at, 1 << WINDOW_SHIFT);
      Window window = window(at, length);
      int base = position(at);
      int limit = (int) Math.min(base + length, window.size());
      for (int i = base; i < limit; i++) {
        if (window.bytes().get(i) != 0) {
          return false;
        }
      }
      at += length;
    }
    return true;
  }

  /** Gives up the mapping; the file cannot be read any more. */
  @Override
  public synchronized void close() {
    windows = new Window[0];
  }
}

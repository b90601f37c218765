package io.slurmgen.segment;

import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.FileFailure;
import io.slurmgen.segment.column.BatchParts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file end of a segment writer: whole messages are appended through one staging buffer. Safe
 * for several threads; who appends does not wait for the disk to be forced. After a failed write or
 * force everything else fails too. An interrupt, which closes Java's file channels, is survived:
 * the file is opened again, and the thread keeps its interrupted state.
 */
final class SegmentOutput implements Closeable {
  static final int STAGE_BYTES = 256 * 1024;

  /** Opens the channels, so that tests can hand in one that fails. */
  interface Opener {
    FileChannel open(Path file, OpenOption... options) throws IOException;
  }

  private final Path file;
  private final Opener opener;

  /** Held by the one who forces, as the kernel tells only one of several of a failure. */
  private final Object forcing = new Object();

  private final ByteBuffer stage = ByteBuffer.allocateDirect(STAGE_BYTES);
  private volatile FileChannel channel;
  private volatile boolean closed;
  private long writtenBytes;
  private long messagesEnd;
  private long forcedBytes;
  private IOException failure;

  SegmentOutput(Path file, Opener opener) throws IOException {
    this.file = file;
    this.opener = opener;
    this.channel = opener.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Appends one message: its head and the buffers of its body, each padded to eight bytes. */
  synchronized void append(byte[] head, BatchParts parts) throws IOException {
    check();
    put(head, head.length);
    for (int i = 0; i < parts.buffers(); i++) {
      int length = parts.length(i);
      put(parts.bytes(i), length);
      put(BatchParts.PADDING, (int) (BatchParts.padded(length) - length));
    }
    messagesEnd = writtenBytes + stage.position();
  }

  private void put(byte[] bytes, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!stage.hasRemaining()) {
        flush();
      }
      int count = Math.min(stage.remaining(), length - done);
      stage.put(bytes, done, count);
      done += count;
    }
  }

  private void flush() throws IOException {
    stage.flip();
    try {
      surviveInterrupts(this::writeStage);
    } catch (IOException e) {
      failure = FileFailure.of(file, e);
      throw failure;
    } finally {
      stage.clear();
    }
  }

  /**
   * Counts by the stage's position, which alone tells how much an interrupted write has written.
   */
  private void writeStage() throws IOException {
    while (stage.hasRemaining()) {
      int before = stage.position();
      try {
        channel.write(stage, writtenBytes);
      } finally {
        writtenBytes += stage.position() - before;
      }
    }
  }

  /** Something that can be taken up again where an interrupt has cut it short. */
  private interface Step {
    void run() throws IOException;
  }

  private void surviveInterrupts(Step step) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          step.run();
          return;
        } catch (ClosedChannelException e) { // this thread or one that forces was interrupted
          if (closed) {
            throw e;
          }
          interrupted |= Thread.interrupted();
          reopen();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void reopen() throws IOException {
    if (!channel.isOpen() && !closed) {
      channel = opener.open(file, StandardOpenOption.WRITE);
    }
  }

  /** Makes all whole messages durable and says up to where. */
  long force() throws IOException {
    long upTo;
    synchronized (this) {
      check();
      flush();
      upTo = messagesEnd;
    }
    synchronized (forcing) {
      if (needsForce(upTo)) {
        forceChannel();
        forced(upTo);
      }
    }
    return upTo;
  }

  /** The force before this one may have failed, or have covered this one's bytes. */
  private synchronized boolean needsForce(long upTo) throws IOException {
    check();
    return forcedBytes < upTo;
  }

  private synchronized void forced(long upTo) {
    forcedBytes = upTo;
  }

  private void forceChannel() throws IOException {
    try {
      surviveInterrupts(() -> channel.force(false));
    } catch (IOException e) {
      IOException named = FileFailure.of(file, e);
      fail(named);
      throw named;
    }
  }

  private synchronized void fail(IOException e) {
    failure = failure == null ? e : failure;
  }

  private void check() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    } else if (failure != null) {
      throw new IOException(
          "nothing can be appended after an earlier failure (%s)".formatted(failure.getMessage()),
          failure);
    }
  }

  synchronized long messagesEnd() {
    return messagesEnd;
  }

  /** Forces the file with its size, and the directory, so that the new file's name is durable. */
  void forceCreation() throws IOException {
    force();
    surviveInterrupts(() -> channel.force(true));
    Path directory = file.toAbsolutePath().getParent();
    surviveInterrupts(() -> DurableFile.force(directory));
  }

  void delete() throws IOException {
    closed = true;
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (failure == null) {
        flush();
      }
    } finally {
      closed = true;
      channel.close();
    }
  }
}

package io.slurmgen.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real file that takes so many bytes and no more, whose disk fails when forced, or whose writer
 * is interrupted just after some of its bytes were taken.
 */
final class FailingChannel extends FileChannel {
  private final FileChannel file;
  private long room;
  private boolean forceFails;
  private int bytesBeforeInterrupt;
  private Optional<Runnable> duringFailingForce = Optional.empty();

  private FailingChannel(FileChannel file, long room) {
    this.file = file;
    this.room = room;
  }

  static FailingChannel open(Path path, long room, OpenOption... options) throws IOException {
    return new FailingChannel(FileChannel.open(path, options), room);
  }

  void failForces() {
    forceFails = true;
  }

  /** The next write takes that many bytes, and then finds that its thread was interrupted. */
  void interruptAfter(int bytes) {
    bytesBeforeInterrupt = bytes;
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    if (bytesBeforeInterrupt > 0) {
      write(from, position, bytesBeforeInterrupt);
      close();
      throw new ClosedByInterruptException();
    }
    return write(from, position, from.remaining());
  }

  private int write(ByteBuffer from, long position, int most) throws IOException {
    if (room == 0) {
      throw new IOException("No space left on device");
    }
    int count = (int) Math.min(room, Math.min(most, from.remaining()));
    ByteBuffer part = from.slice(from.position(), count);
    int written = file.write(part, position);
    from.position(from.position() + written);
    room -= written;
    return written;
  }

  /** The next force does something and fails; those after it tell nothing, as Linux does it. */
  void failNextForceDuring(Runnable meanwhile) {
    duringFailingForce = Optional.of(meanwhile);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    if (duringFailingForce.isPresent()) {
      Runnable meanwhile = duringFailingForce.get();
      duringFailingForce = Optional.empty();
      meanwhile.run();
      throw new IOException("Input/output error");
    }
    if (forceFails) {
      throw new IOException("Input/output error");
    }
    file.force(metaData);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int read(ByteBuffer to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel position(long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer to, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}

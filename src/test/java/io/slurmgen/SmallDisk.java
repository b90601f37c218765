package io.slurmgen;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A file system of a few pages, which can really be full: a tmpfs, which only root can mount. */
public final class SmallDisk implements Closeable {

  private final Path mountPoint;

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** Mounts one on a directory, made where it is missing; empty where that is not allowed. */
  public static Optional<SmallDisk> mount(Path directory, int kilobytes)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    int failed = run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", directory);
    if (failed != 0) {
      System.err.println("*** NO TMPFS COULD BE MOUNTED: THE TEST OF A FULL DISK IS SKIPPED ***");
      return Optional.empty();
    }
    return Optional.of(new SmallDisk(directory));
  }

  /** The room that is left on it. */
  public long freeBytes() throws IOException {
    return Files.getFileStore(mountPoint).getUsableSpace();
  }

  /** Takes all the room but so many bytes, which the file system rounds to its pages. */
  public void leaveBytes(long bytes) throws IOException {
    Files.write(ballast(), new byte[Math.toIntExact(Math.max(0, freeBytes() - bytes))]);
  }

  private Path ballast() {
    return mountPoint.resolve("ballast");
  }

  /** Lets so many more files and directories be made, and no more. */
  public void leaveFiles(long files) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "-f", "-c", "%c %d", mountPoint.toString()).start();
    String[] counts = new String(stat.getInputStream().readAllBytes()).strip().split(" ");
    limitFiles(Long.parseLong(counts[0]) - Long.parseLong(counts[1]) + files);
  }

  private void limitFiles(long files) throws IOException, InterruptedException {
    if (run("mount", "-o", "remount,nr_inodes=" + files, mountPoint) != 0) {
      throw new IOException("mount -o remount,nr_inodes=" + files + " failed");
    }
  }

  /** Takes the right to write away, from root as well, or gives it back. */
  public void setReadOnly(boolean readOnly) throws IOException, InterruptedException {
    if (run("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), mountPoint) != 0) {
      throw new IOException("remount of " + mountPoint + " failed");
    }
  }

  /** Gives the room back. */
  public void release() throws IOException, InterruptedException {
    Files.deleteIfExists(ballast());
    limitFiles(100_000);
  }

  private static int run(Object... command) throws IOException, InterruptedException {
    return new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Takes the mount point away at once, and the rest when no mapping of a file is left. */
  @Override
  public void close() throws IOException {
    try {
      int failed = run("umount", "--lazy", mountPoint);
      if (failed != 0) {
        throw new IOException("umount " + mountPoint + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

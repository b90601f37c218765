package io.slurmgen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The POSIX locks of this machine, as proc(5) lists them in /proc/locks.
 *
 * @param lines one a lock, or a wait for one
 */
public record FileLocks(List<String> lines) {

  /** Copies the lines. */
  public FileLocks {
    lines = List.copyOf(lines);
  }

  /** Those of this moment. */
  public static FileLocks now() throws IOException {
    return new FileLocks(Files.readAllLines(Path.of("/proc/locks")));
  }

  /** What tells a file in the list from others. */
  public static long inode(Path file) throws IOException {
    return (long) Files.getAttribute(file, "unix:ino");
  }

  /** Whether anybody holds a lock on a file. */
  public boolean areHeld(long inode) {
    return lines.stream().anyMatch(line -> !isWait(line) && line.contains(":" + inode + " "));
  }

  /** Whether a process holds a lock on a file. */
  public boolean areHeld(long inode, long pid) {
    return lines.stream().anyMatch(line -> !isWait(line) && isOf(line, inode, pid));
  }

  /** Whether a process holds a write lock on a file that covers one of its bytes. */
  public boolean areHeld(long inode, long pid, long offset) {
    return lines.stream()
        .filter(line -> !isWait(line) && isOf(line, inode, pid) && line.contains(" WRITE "))
        .map(line -> line.strip().split(" +"))
        .anyMatch(
            words ->
                Long.parseLong(words[words.length - 2]) <= offset
                    && (words[words.length - 1].equals("EOF")
                        || Long.parseLong(words[words.length - 1]) >= offset));
  }

  /** Whether a process waits for a lock on a file. */
  public boolean areAwaited(long inode, long pid) {
    return lines.stream().anyMatch(line -> isWait(line) && isOf(line, inode, pid));
  }

  private static boolean isOf(String line, long inode, long pid) {
    return line.contains(" " + pid + " ") && line.contains(":" + inode + " ");
  }

  private static boolean isWait(String line) {
    return line.contains("->");
  }
}

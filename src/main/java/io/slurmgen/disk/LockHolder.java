package io.slurmgen.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process of this machine that keeps a file locked, as Linux lists it in {@code /proc/locks}
 * (proc(5)). Those of other nodes cannot be known.
 *
 * @param pid its number
 * @param stopped whether it stands still, as after Ctrl-Z
 */
public record LockHolder(long pid, boolean stopped) {

  private static final Path LOCKS = Path.of("/proc/locks");

  /** Number, POSIX, ADVISORY, WRITE, process, device:inode, first and last byte. */
  private static final int FIELDS = 8;

  private static final int KIND = 3;
  private static final int PID = 4;
  private static final int FILE = 5;

  /**
   * Looks for another process that has a lock on a file, rather for one that writes.
   *
   * @param file need not be there; it is not opened, which would drop this process's own locks
   * @return empty where no other has one, or where that cannot be found out
   */
  public static Optional<LockHolder> of(Path file) {
    try (Stream<String> locks = Files.lines(LOCKS)) {
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      List<List<String>> held =
          locks
              .map(line -> List.of(line.strip().split(" +")))
              .filter(fields -> isLockOfAnother(fields, inode))
              .sorted(Comparator.comparing(fields -> fields.get(KIND).equals("READ")))
              .toList();
      return held.stream().findFirst().map(fields -> of(Long.parseLong(fields.get(PID))));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // It is said in an error only, which there is already.
    }
  }

  /** Waits for locks have an arrow where locks have their class, and so a field more. */
  private static boolean isLockOfAnother(List<String> fields, String inode) {
    return fields.size() == FIELDS
        && fields.get(1).equals("POSIX")
        && fields.get(FILE).endsWith(inode)
        && !fields.get(PID).equals(Long.toString(ProcessHandle.current().pid()));
  }

  private static LockHolder of(long pid) {
    return new LockHolder(pid, isStopped(pid));
  }

  private static boolean isStopped(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException endedMeanwhile) {
      return false;
    }
  }

  /** Returns a text such as process 42, which is stopped (kill -CONT 42 lets it go on). */
  @Override
  public String toString() {
    String process = "process " + pid;
    return stopped
        ? process + ", which is stopped (kill -CONT " + pid + " lets it go on),"
        : process;
  }
}

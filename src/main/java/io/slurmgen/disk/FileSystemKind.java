package io.slurmgen.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type of a file system and how it is mounted, as Linux lists it in {@code
 * /proc/self/mountinfo} (proc(5)).
 *
 * @param type the kernel's name, as {@code ext4}, {@code nfs4} or {@code fuse.glusterfs}
 * @param options the mount's and the file system's own, separated by commas
 */
public record FileSystemKind(String type, String options) {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private static final FileSystemKind UNKNOWN = new FileSystemKind("unknown", "");

  /** The types whose files only this machine's kernel writes, so that its cache is never stale. */
  private static final Set<String> LOCAL =
      Set.of(
          "bcachefs",
          "btrfs",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "jfs",
          "overlay",
          "ramfs",
          "reiserfs",
          "tmpfs",
          "xfs",
          "zfs");

  /** The names of nfs(5). */
  private static final String OF_THIS_NODE = "(addr|clientaddr|mountaddr|port|mountport)=.*";

  /**
   * Returns the kind of file system that a path is on, of type {@code unknown} where the kernel
   * does not tell.
   *
   * @param path of a file or directory that exists
   */
  public static FileSystemKind of(Path path) throws IOException {
    Path real = path.toRealPath();
    return Files.isReadable(MOUNTS)
        ? of(real, Files.readAllLines(MOUNTS, StandardCharsets.UTF_8))
        : UNKNOWN;
  }

  /**
   * Returns the kind of the innermost mount; of several in one place the last one hides the others.
   */
  static FileSystemKind of(Path path, List<String> mounts) {
    FileSystemKind kind = UNKNOWN;
    int depth = -1;
    for (String mount : mounts) {
      String[] parts = mount.split(" - ", 2);
      String[] mounted = parts[0].split(" ");
      Path point = Path.of(unescaped(mounted[4]));
      if (path.startsWith(point) && point.getNameCount() >= depth) {
        String[] fileSystem = parts[1].split(" ");
        kind = new FileSystemKind(fileSystem[0], mounted[5] + "," + fileSystem[2]);
        depth = point.getNameCount();
      }
    }
    return kind;
  }

  /** A blank, a tab, a line feed and a backslash stand there as octal numbers. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    return Pattern.compile("\\\\([0-7]{3})")
        .matcher(text)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(code.group(1), 8))));
  }

  /**
   * The options without those that name this machine or its server's address, so that they are the
   * same on each node that mounts it in this way.
   */
  public String optionsOfAnyNode() {
    return Stream.of(options.split(","))
        .filter(option -> !option.matches(OF_THIS_NODE))
        .collect(Collectors.joining(","));
  }

  /** Whether no other machine can write to it. */
  public boolean isLocal() {
    return LOCAL.contains(type);
  }

  /**
   * Looks for a mount option with which nodes do not see each other's locks or changes (nfs(5),
   * mount.lustre(8)). There may be settings that break the same and that the kernel does not list.
   */
  public Optional<String> harmfulOption() {
    List<String> set = List.of(options.split(","));
    return switch (type) {
      case "nfs", "nfs4" ->
          Stream.of("nolock", "nocto", "local_lock=all", "local_lock=posix")
              .filter(set::contains)
              .findFirst();
      case "lustre" -> Stream.of("localflock", "noflock").filter(set::contains).findFirst();
      default -> Optional.empty();
    };
  }

  /** The way to mount it with which all nodes see what one of them has written under a lock. */
  public String advice() {
    return switch (type) {
      case "fuse.glusterfs" -> "mount it with fopen-keep-cache=off or direct-io-mode=enable";
      case "nfs", "nfs4" -> "mount it without nocto, nolock and local_lock";
      case "lustre" -> "mount it with flock";
      case "beegfs", "beegfs_nodev" ->
          "set tuneUseGlobalFileLocks = true in its beegfs-client.conf";
      default ->
          type.startsWith("fuse")
              ? "mount it without kernel_cache and auto_cache, or with direct_io"
              : "have it mounted with locks that hold between nodes, and without a cache that"
                  + " outlives an open";
    };
  }
}

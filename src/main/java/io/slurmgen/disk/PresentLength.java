package io.slurmgen.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The length that a file has on its server, of which the kernel of another machine may know an
 * older, shorter one, or that there is no such file.
 *
 * <p>A kernel keeps lengths and names for a while ({@code acregmax} and {@code acdirmax} of nfs(5),
 * {@code attribute-timeout} and {@code entry-timeout} of glusterfs(8)). It asks the server again
 * when a file is opened (NFS), when a byte is read from the server then (FUSE), and for all files
 * of a directory when that is listed (both). Where none of these helps, the time does that it keeps
 * them at most.
 */
public final class PresentLength {

  /**
   * The longest time for which a kernel keeps lengths and names: that of NFS unless its mount says
   * otherwise (nfs(5), {@code acregmax} and {@code acdirmax}).
   */
  public static final Duration KEPT_AT_MOST = Duration.ofSeconds(60);

  private PresentLength() {}

  /**
   * Opens a file anew to learn its length; where there seems to be none, as {@link #askedAgain}.
   *
   * @return bytes, empty where there is no such file, or a pipe, socket or device
   */
  public static OptionalLong of(Path file) throws IOException {
    OptionalLong length = opened(file);
    return length.isPresent() ? length : askedAgain(file);
  }

  /**
   * As {@link #of(Path)}, and as {@link #askedAgain} also where the file seems shorter than it is
   * to be: a kernel that keeps what it knew over an open still gives the older length.
   *
   * @param expectedBytes how long it is to be at least
   */
  public static OptionalLong of(Path file, long expectedBytes) throws IOException {
    OptionalLong length = of(file);
    return length.orElse(expectedBytes) >= expectedBytes ? length : askedAgain(file);
  }

  /**
   * Returns whether there is anything of a name; a file's length is known anew then.
   *
   * @throws IOException if it is a file that cannot be read
   */
  public static boolean isThere(Path file) throws IOException {
    return Files.isDirectory(file) || isSpecial(file) || of(file).isPresent();
  }

  /**
   * Returns the length of a file that is there.
   *
   * @throws NoSuchFileException if it is not
   */
  public static long ofExisting(Path file) throws IOException {
    return of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
  }

  /**
   * Lists a file's directory and then opens the file anew, so that the server is asked for all that
   * the kernel kept of it.
   *
   * @return bytes, empty where there is no such file
   */
  public static OptionalLong askedAgain(Path file) throws IOException {
    renewNames(file.toAbsolutePath().getParent());
    return opened(file);
  }

  private static OptionalLong opened(Path file) throws IOException {
    if (isSpecial(file)) {
      return OptionalLong.empty(); // Opening a pipe would wait for somebody who writes to it.
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.read(ByteBuffer.allocate(1), 0);
      return OptionalLong.of(channel.size());
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private static boolean isSpecial(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Lists a directory, so that files that others have made in it are seen. Reads all of it, since
   * each entry renews what is known of its file.
   */
  public static void renewNames(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(entry -> {});
    } catch (NoSuchFileException | AccessDeniedException e) {
      return; // There is nothing to renew, or only the time does.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

package io.slurmgen.dataset.code;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The datasets of a command that may turn out to change nothing: where no classes are kept yet, or
 * none can be, they are compiled into a temporary folder. For one thread.
 */
public final class CompiledDatasets implements Closeable {
  private final DatasetClasses classes;
  private final Path root;
  private final Optional<Path> temporary;

  private CompiledDatasets(DatasetClasses classes, Path root, Optional<Path> temporary) {
    this.classes = classes;
    this.root = root;
    this.temporary = temporary;
  }

  /**
   * Compiles datasets, or opens what was compiled before.
   *
   * @param source what to compile
   * @param root where folders of compiled classes are kept; not made if missing
   * @return the classes, to be closed
   * @throws IOException as {@link DatasetSource#compile}
   * @throws io.slurmgen.UserError as {@link DatasetSource#compile}
   */
  public static CompiledDatasets of(DatasetSource source, Path root) throws IOException {
    if (Files.isWritable(root)) {
      return new CompiledDatasets(source.compile(root), root, Optional.empty());
    }
    Path temporary = Files.createTempDirectory("slurm-gen-classes");
    try {
      return new CompiledDatasets(source.compile(temporary), root, Optional.of(temporary));
    } catch (IOException | RuntimeException | Error e) {
      FileTree.deleteIfExists(temporary);
      throw e;
    }
  }

  /**
   * The classes, open as long as this.
   *
   * @return what was compiled
   */
  public DatasetClasses classes() {
    return classes;
  }

  /**
   * Keeps them for later commands, as {@link DatasetSource#compile} would have.
   *
   * @throws IOException if the folder cannot be written
   */
  public void keep() throws IOException {
    if (temporary.isEmpty()) {
      return;
    }
    Files.createDirectories(root);
    Path target = root.resolve(classes.directory().getFileName());
    Path copy = root.resolve(".compiling-" + UUID.randomUUID());
    try {
      classes.copyTo(copy);
      CompiledFolder.publish(copy, target);
    } finally {
      FileTree.deleteIfExists(copy);
    }
  }

  @Override
  public void close() throws IOException {
    try (classes) {
      if (temporary.isPresent()) {
        FileTree.deleteIfExists(temporary.get());
      }
    }
  }
}

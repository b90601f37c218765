package io.slurmgen.upkeep;

import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The rule for places of segments: regular files inside the cache directory, also behind links. */
final class SegmentPlace {

  private final Path root;
  private final Path realRoot;

  private SegmentPlace(Path root, Path realRoot) {
    this.root = root;
    this.realRoot = realRoot;
  }

  static SegmentPlace of(CacheDirectory directory) throws IOException {
    Path root = directory.root();
    return new SegmentPlace(root, Files.exists(root) ? root.toRealPath() : root);
  }

  Path file(String path) {
    return root.resolve(path);
  }

  /** Whether a path leads out of the cache directory by its own words. */
  boolean isOutside(String path) {
    return !file(path).normalize().startsWith(root);
  }

  /** Why an existing file is no segment of this cache; empty where it may be one. */
  Optional<String> objection(Path file) throws IOException {
    Path real = file.toRealPath();
    if (!real.startsWith(realRoot)) {
      return Optional.of("lies outside of the cache directory, at " + real);
    }
    return Files.isRegularFile(real) ? Optional.empty() : Optional.of("is no regular file");
  }
}

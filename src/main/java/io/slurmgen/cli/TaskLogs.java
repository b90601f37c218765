package io.slurmgen.cli;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.JobRow;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The output of tasks. */
final class TaskLogs {

  private static final int TAIL_BYTES = 64 * 1024;

  private final Catalog catalog;

  TaskLogs(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The file with the output of a job's newest attempt, if there is one. */
  Optional<Path> of(JobRow job) {
    return job.newest()
        .flatMap(JobRow.Newest::log)
        .map(catalog.directory().root()::resolve)
        .filter(Files::exists);
  }

  /** The last lines of a file. */
  static List<String> lastLines(Path file, int lines) throws IOException {
    Charset anyBytes = StandardCharsets.UTF_8;
    try (var channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      byte[] tail = java.nio.channels.Channels.newInputStream(channel).readAllBytes();
      List<String> all = new String(tail, anyBytes).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    }
  }
}

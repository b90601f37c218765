package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import java.nio.file.Path;
import org.kohsuke.args4j.Option;

/** Mends what is on the disk. */
final class RepairCommand implements Command {

  @Option(name = "--rebuild-catalog", usage = "make a new catalog from segments and the journal")
  private boolean isRebuild;

  @Option(name = "--yes", aliases = "-y", usage = "also while submissions are not over")
  private boolean isYes;

  @Override
  public String description() {
    return """
        With --rebuild-catalog, makes the catalog again where it was lost, damaged, or put back from
        an old backup. Reads all segments, and the journal of moves, so that samples are in their
        groups again. Nothing is deleted: the old catalog stays beside the new one, and so do
        segments that cannot be read, which are named. Other commands wait meanwhile.

        It is refused while submissions are not over, since what their jobs still make may only
        count after it is rebuilt once more; -y does it all the same.
        """;
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    if (!isRebuild) {
      throw new UserError(
          "repair needs to be told what: slurm-gen repair --rebuild-catalog makes a lost catalog"
              + " again");
    }
    return new CatalogRebuild(terminal, new CacheDirectory(directory)).run(isYes);
  }
}

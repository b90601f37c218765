package io.slurmgen.catalog;

import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Trials between two nodes, whether they may take turns in writing to one file. */
public final class NodeProbes {

  private static final String INSERT =
      """
      insert into node_probe (file_system, mount_options, submit_node, task_node, verdict, detail,
        probed_ms)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String NEWEST =
      """
      select submit_node, task_node, verdict, detail, probed_ms from node_probe
      where file_system = ? and mount_options = ?
      order by id desc limit 1
      """;

  private final CatalogConnection catalog;

  NodeProbes(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** Keeps how one ended. */
  public void add(NodeProbe probe) throws IOException {
    catalog.write(
        () ->
            catalog
                .statements()
                .update(
                    INSERT,
                    probe.fileSystem().type(),
                    probe.fileSystem().optionsOfAnyNode(),
                    probe.submitNode(),
                    probe.taskNode(),
                    probe.verdict().word(),
                    probe.detail(),
                    catalog.nowMillis()));
  }

  /**
   * A trial that is kept.
   *
   * @param when it ended
   */
  public record Kept(NodeProbe probe, Instant when) {}

  /** The newest one of a file system that is mounted in the same way. */
  public Optional<NodeProbe> newest(FileSystemKind fileSystem) throws IOException {
    return newestKept(fileSystem).map(Kept::probe);
  }

  /** Returns the probe of {@link #newest} with its time. */
  public Optional<Kept> newestKept(FileSystemKind fileSystem) throws IOException {
    return catalog.read(
        () ->
            catalog
                .statements()
                .first(
                    NEWEST,
                    row -> kept(fileSystem, row),
                    fileSystem.type(),
                    fileSystem.optionsOfAnyNode()));
  }

  private static Kept kept(FileSystemKind fileSystem, Row row) throws SQLException {
    NodeProbe probe =
        new NodeProbe(
            fileSystem,
            row.text(1),
            row.text(2),
            CoherenceVerdict.ofWord(row.text(3)),
            row.text(4));
    return new Kept(probe, Instant.ofEpochMilli(row.number(5)));
  }
}

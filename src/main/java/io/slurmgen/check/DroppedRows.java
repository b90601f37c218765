package io.slurmgen.check;

import io.slurmgen.model.IndexRange;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.SqlFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The rows of lost samples, for the record: one line of JSON for the segment and the job, and one
 * for each chunk. For use while they are about to be removed.
 */
public final class DroppedRows {

  private static final String SEGMENT =
      """
      select '{"table":"segment","id":' || id || ',"param_set_id":' || param_set_id
        || ',"preprocessed_id":' || coalesce(preprocessed_id, 'null') || ',"job_id":' || job_id
        || ',"attempt":' || attempt || ',"path":"' || path || '","first_index":' || first_index
        || ',"samples":' || samples || ',"length_bytes":' || length_bytes || '}'
      from segment where id = ?
      """;

  private static final String CHUNKS =
      """
      select '{"table":"chunk","segment_id":' || segment_id || ',"first_index":' || first_index
        || ',"samples":' || samples || ',"offset_bytes":' || offset_bytes || ',"length_bytes":'
        || length_bytes || ',"crc32c":' || crc32c || ',"nanos":' || nanos || '}'
      from chunk where segment_id = ? and first_index >= ? order by first_index
      """;

  private final CatalogConnection catalog;
  private final RecordedSegment segment;
  private final IndexRange dropped;

  DroppedRows(CatalogConnection catalog, RecordedSegment segment, IndexRange dropped) {
    this.catalog = catalog;
    this.segment = segment;
    this.dropped = dropped;
  }

  /** Writes them. */
  public void writeTo(OutputStream out) throws IOException {
    try {
      write(out, SEGMENT, segment.id());
      write(out, CHUNKS, segment.id(), dropped.first());
    } catch (SQLException e) {
      throw SqlFailure.of(catalog.directory().catalog(), e);
    }
  }

  private void write(OutputStream out, String sql, Object... parameters)
      throws SQLException, IOException {
    catalog
        .statements()
        .each(
            sql,
            row -> out.write((row.text(1) + "\n").getBytes(StandardCharsets.UTF_8)),
            parameters);
  }
}

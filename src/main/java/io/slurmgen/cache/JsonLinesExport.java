package io.slurmgen.cache;

import com.fasterxml.jackson.core.JsonGenerator;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.io.OutputStream;

/** One JSON object per sample and line. */
final class JsonLinesExport {
  private JsonLinesExport() {}

  static void write(StoredSamples stored, RowOrder rows, OutputStream out) throws IOException {
    ValueCursor features = stored.features().readVerbatim();
    ValueCursor label = stored.label().readVerbatim();
    try (JsonGenerator json = ExportJson.MAPPER.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(null);
      for (long i = 0; i < rows.size(); i++) {
        long row = rows.row(i);
        json.writeStartObject();
        json.writeObjectField("features", features.get(row));
        json.writeObjectField("label", label.get(row));
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }
}

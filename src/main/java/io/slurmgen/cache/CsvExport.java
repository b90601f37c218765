package io.slurmgen.cache;

import com.fasterxml.jackson.databind.util.RawValue;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredColumn;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.ValueCursor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Comma-separated values, RFC 4180. */
final class CsvExport {
  private static final String LINE_END = "\r\n";

  private final Writer out;
  private boolean lineStart = true;

  private CsvExport(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  static void write(StoredSamples stored, RowOrder rows, OutputStream out) throws IOException {
    CsvExport csv = new CsvExport(out);
    csv.header(stored.features());
    csv.header(stored.label());
    csv.endLine();
    ColumnType featuresType = stored.features().type();
    ColumnType labelType = stored.label().type();
    ValueCursor features = stored.features().readVerbatim();
    ValueCursor label = stored.label().readVerbatim();
    for (long i = 0; i < rows.size(); i++) {
      long row = rows.row(i);
      csv.cells(features.get(row), featuresType);
      csv.cells(label.get(row), labelType);
      csv.endLine();
    }
    csv.out.flush();
  }

  private void header(StoredColumn column) throws IOException {
    if (column.type() instanceof ColumnType.Struct struct) {
      for (ColumnType.Component component : struct.components()) {
        header(column.component(component.name()));
      }
    } else {
      cell(column.name());
    }
  }

  /** The cells of a value: those of a null record are all empty. */
  private void cells(Object value, ColumnType type) throws IOException {
    if (type instanceof ColumnType.Struct struct) {
      for (ColumnType.Component component : struct.components()) {
        Object part = value == null ? null : ((Map<?, ?>) value).get(component.name());
        cells(part, component.type());
      }
    } else if (value == null) {
      separate();
    } else if (value instanceof RawValue raw) {
      cell((String) raw.rawValue());
    } else {
      cell(
          value.getClass().isArray()
              ? ExportJson.MAPPER.writeValueAsString(value)
              : value.toString());
    }
  }

  private void cell(String text) throws IOException {
    separate();
    if (text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')) {
      out.write('"');
      out.write(text.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(text);
    }
  }

  private void separate() throws IOException {
    if (!lineStart) {
      out.write(',');
    }
    lineStart = false;
  }

  private void endLine() throws IOException {
    out.write(LINE_END);
    lineStart = true;
  }
}

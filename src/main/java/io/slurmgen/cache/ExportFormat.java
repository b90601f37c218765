package io.slurmgen.cache;

import io.slurmgen.UserError;
import io.slurmgen.segment.read.ArrowFile;
import io.slurmgen.segment.read.StoredSamples;
import java.io.IOException;
import java.io.OutputStream;

/** File formats of other tools, in which samples can be written. */
public enum ExportFormat {
  /**
   * One Arrow IPC file (Feather 2) with the columns {@code features} and {@code label}, for pandas,
   * Polars and R.
   */
  ARROW {
    @Override
    void write(StoredSamples stored, Samples samples, OutputStream out) throws IOException {
      ArrowFile.write(stored, samples.rows(), out);
    }
  },

  /**
   * Comma-separated values as RFC 4180 has them: UTF-8, a header, lines that end with CR LF.
   * Records take one column per component, such as {@code features.position.x}; arrays are JSON
   * text in one cell, with null for NaN and the infinities. Null is an empty cell, and the empty
   * string is {@code ""}.
   */
  CSV {
    @Override
    void write(StoredSamples stored, Samples samples, OutputStream out) throws IOException {
      CsvExport.write(stored, samples.rows(), out);
    }
  },

  /**
   * JSON lines: one object with {@code features} and {@code label} per sample, UTF-8, lines that
   * end with LF. Numbers that JSON does not know, NaN and the infinities, are null.
   */
  JSONL {
    @Override
    void write(StoredSamples stored, Samples samples, OutputStream out) throws IOException {
      JsonLinesExport.write(stored, samples.rows(), out);
    }
  };

  abstract void write(StoredSamples stored, Samples samples, OutputStream out) throws IOException;

  /**
   * Writes samples.
   *
   * @param samples what to write, at least one sample
   * @param out takes the file; flushed, but not closed
   * @throws UserError if there are no samples, and so no types of columns
   * @throws IOException if reading or writing fails; what was written until then is no valid file
   */
  public final void write(Samples samples, OutputStream out) throws IOException {
    if (samples.size() == 0) {
      throw new UserError("there are no samples to export");
    }
    write(samples.stored(), samples, out);
    out.flush();
  }
}

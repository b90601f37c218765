package io.slurmgen.segment.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.Json;
import java.io.CharConversionException;
import java.io.IOException;
import java.lang.reflect.Type;

/** Whatever Jackson makes of JSON text. */
final class JsonReader extends ValueReader {
  private final Type type;
  private final ObjectReader reader;

  JsonReader(ColumnNode column, Type type) {
    super(column);
    this.type = type;
    this.reader = Json.MAPPER.readerFor(Json.MAPPER.constructType(type));
  }

  @Override
  Object readPresent(Chunk chunk, int row) throws IOException {
    try {
      return reader.readValue(chunk.text(column(), row));
    } catch (JsonProcessingException e) {
      throw mismatch(e.getOriginalMessage(), e);
    } catch (CharConversionException e) {
      throw mismatch(e.getMessage(), e);
    }
  }

  private IllegalArgumentException mismatch(String why, IOException cause) {
    IllegalArgumentException mismatch = ValueReaders.mismatch(column(), type, why);
    mismatch.initCause(cause);
    return mismatch;
  }
}

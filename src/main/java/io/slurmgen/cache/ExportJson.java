package io.slurmgen.cache;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Exported values as JSON: as Jackson writes them, but bytes are numbers rather than Base64. */
final class ExportJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(byte[].class, new BytesAsNumbers()))
          .build();

  private ExportJson() {}

  private static final class BytesAsNumbers extends StdSerializer<byte[]> {
    private static final long serialVersionUID = 1L;

    private BytesAsNumbers() {
      super(byte[].class);
    }

    @Override
    public void serialize(byte[] bytes, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartArray();
      for (byte b : bytes) {
        json.writeNumber(b);
      }
      json.writeEndArray();
    }
  }
}

package io.slurmgen.cache;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/**
 * Exported values as JSON: as Jackson writes them, but bytes are numbers rather than Base64, and
 * what JSON has no number for is null, as a text would make a column of numbers one of texts.
 */
final class ExportJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(byte[].class, new BytesAsNumbers())
                  .addSerializer(Double.class, new Finite<>(Double.class))
                  .addSerializer(Float.class, new Finite<>(Float.class))
                  .addSerializer(double[].class, new Finite<>(double[].class))
                  .addSerializer(float[].class, new Finite<>(float[].class)))
          .build();

  private ExportJson() {}

  /** Floating point numbers, one or an array of them. */
  private static final class Finite<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1L;

    private Finite(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value instanceof double[] numbers) {
        json.writeStartArray();
        for (double number : numbers) {
          write(number, json);
        }
        json.writeEndArray();
      } else if (value instanceof float[] numbers) {
        json.writeStartArray();
        for (float number : numbers) {
          write(number, json);
        }
        json.writeEndArray();
      } else if (value instanceof Float number) {
        write(number.floatValue(), json);
      } else {
        write(((Double) value).doubleValue(), json);
      }
    }

    private static void write(double number, JsonGenerator json) throws IOException {
      if (Double.isFinite(number)) {
        json.writeNumber(number);
      } else {
        json.writeNull();
      }
    }

    private static void write(float number, JsonGenerator json) throws IOException {
      if (Float.isFinite(number)) {
        json.writeNumber(number);
      } else {
        json.writeNull();
      }
    }
  }

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

package io.slurmgen.dataset.params;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Reads a byte from -128 to 127: Jackson's own takes 200, too, and makes it -56. */
final class ByteDeserializer extends StdScalarDeserializer<Byte> {
  private static final long serialVersionUID = 1L;

  ByteDeserializer(Class<Byte> type) {
    super(type);
  }

  @Override
  public Byte deserialize(JsonParser in, DeserializationContext context) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return (Byte) context.handleUnexpectedToken(_valueClass, in);
    }
    int value = in.getIntValue();
    if (value != (byte) value) {
      return (Byte) context.handleWeirdNumberValue(_valueClass, value, "not between -128 and 127");
    }
    return (byte) value;
  }

  @Override
  public Byte getNullValue(DeserializationContext context) throws JsonMappingException {
    if (_valueClass.isPrimitive()) {
      context.reportInputMismatch(this, "null for a byte");
    }
    return null;
  }
}

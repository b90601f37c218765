package io.slurmgen.dataset.params;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Jackson as parameters need it: public fields only, and no value turned into one of another kind.
 */
final class ParameterMapper {
  private static final int CACHED_TYPES = 200;

  private ParameterMapper() {}

  /**
   * A mapper of its own for a class that may be unloaded: all that Jackson remembers of classes is
   * in the mapper and in this type factory.
   */
  static ObjectMapper create() {
    LookupCache<Object, JavaType> types = new LRUMap<>(CACHED_TYPES, CACHED_TYPES);
    return JsonMapper.builder()
        .typeFactory(TypeFactory.defaultInstance().withCache(types))
        .visibility(PropertyAccessor.FIELD, Visibility.PUBLIC_ONLY)
        .visibility(PropertyAccessor.GETTER, Visibility.NONE)
        .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
        .visibility(PropertyAccessor.SETTER, Visibility.NONE)
        .annotationIntrospector(new RecordComponents())
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
        .disable(MapperFeature.INFER_PROPERTY_MUTATORS)
        .disable(MapperFeature.USE_GETTERS_AS_SETTERS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
        // Taking a million zeros off would take minutes; CanonicalJson does it where there are few.
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .withCoercionConfigDefaults(
            all -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
        .addModule(
            new SimpleModule("parameters")
                .addDeserializer(Byte.TYPE, new ByteDeserializer(Byte.TYPE))
                .addDeserializer(Byte.class, new ByteDeserializer(Byte.class))
                .addSerializer(new SetSerializer()))
        .build();
  }

  /** Shows a record's components, which are private fields; its other methods stay hidden. */
  private static final class RecordComponents extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public VisibilityChecker<?> findAutoDetectVisibility(
        AnnotatedClass type, VisibilityChecker<?> checker) {
      return super.findAutoDetectVisibility(
          type,
          type.getRawType().isRecord() ? checker.withFieldVisibility(Visibility.ANY) : checker);
    }
  }

  /** Writes a set in the order of its elements' JSON: its own order may differ in every process. */
  private static final class SetSerializer extends StdSerializer<Set<?>> {
    private static final long serialVersionUID = 1L;

    SetSerializer() {
      super(Set.class, false);
    }

    @Override
    public void serialize(Set<?> set, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      ObjectMapper mapper = (ObjectMapper) out.getCodec();
      List<JsonNode> elements = new ArrayList<>();
      set.forEach(element -> elements.add(mapper.valueToTree(element)));
      elements.sort(Comparator.comparing(CanonicalJson::write));
      out.writeStartArray(set);
      for (JsonNode element : elements) {
        out.writeTree(element);
      }
      out.writeEndArray();
    }
  }
}

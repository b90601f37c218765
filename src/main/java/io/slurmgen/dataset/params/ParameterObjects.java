package io.slurmgen.dataset.params;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Turns objects of a parameter class into JSON and back: plain ones itself, others by Jackson. */
public final class ParameterObjects {
  private final Class<?> type;
  private final Optional<PlainFields> plain;
  private Optional<ObjectMapper> mapper = Optional.empty();

  public ParameterObjects(Class<?> type) {
    this.type = type;
    this.plain = PlainFields.of(type);
  }

  /**
   * What an object holds, also one of another class.
   *
   * @throws IllegalArgumentException if it cannot be written as JSON
   */
  public JsonNode json(Object object) {
    return plain.isPresent() && plain.get().areOf(object)
        ? plain.get().tree(object)
        : mapper().valueToTree(object);
  }

  /** A new object of the class that holds these values. */
  public Object of(ObjectNode tree) throws JsonProcessingException {
    Optional<Object> object = plain.isPresent() ? plain.get().object(tree) : Optional.empty();
    return object.isPresent() ? object.get() : mapper().treeToValue(tree, type);
  }

  private synchronized ObjectMapper mapper() {
    if (mapper.isEmpty()) {
      mapper = Optional.of(ParameterMapper.create());
    }
    return mapper.get();
  }
}

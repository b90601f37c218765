package io.slurmgen.dataset.params;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.slurmgen.UserError;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in a parameter's own terms why Jackson refused it. */
public final class ParameterMismatch {
  private static final int SHOWN_CHARS = 40;

  private final String path;
  private final JsonNode value;

  private ParameterMismatch(JsonNode root, JsonProcessingException cause) {
    StringBuilder path = new StringBuilder();
    JsonNode value = root;
    if (cause instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        if (step.getFieldName() == null) {
          path.append('[').append(step.getIndex()).append(']');
          value = value.path(step.getIndex());
        } else {
          path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
          value = value.path(step.getFieldName());
        }
      }
    }
    this.path = path.toString();
    this.value = value;
  }

  /**
   * The error to show.
   *
   * @param dataset whose parameters they are
   * @param parameters what they are, for example {@code double left, double right}
   * @param root what Jackson was given
   * @param cause what it said
   */
  public static UserError of(
      String dataset, String parameters, JsonNode root, JsonProcessingException cause) {
    String problem = new ParameterMismatch(root, cause).describe(cause);
    return new UserError(
        "%s: parameter %s (the parameters are %s)".formatted(dataset, problem, parameters), cause);
  }

  /** A type as a person who types parameters sees it. */
  public static String typeName(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(" or "));
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "list";
    }
    return Map.class.isAssignableFrom(type) ? "object" : type.getSimpleName();
  }

  private String describe(JsonProcessingException cause) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return path
          + " is unknown; there is "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (cause instanceof ValueInstantiationException && cause.getCause() != null) {
      return path + ": " + cause.getCause().getMessage();
    }
    if (value instanceof MissingNode) {
      return path + " is missing";
    }
    if (value.isNull()) {
      return path + " must not be null";
    }
    if (cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return mismatch(target(mismatch));
    }
    return path + ": " + firstLine(cause);
  }

  private String mismatch(Class<?> wanted) {
    return path + " must be " + typeName(wanted) + ", and " + shown() + " is not";
  }

  /** Finds the type of an array's element: Jackson names its place, but the array's type. */
  private static Class<?> target(MismatchedInputException cause) {
    List<JsonMappingException.Reference> path = cause.getPath();
    Object holder = path.isEmpty() ? null : path.get(path.size() - 1).getFrom();
    Class<?> element = holder == null ? null : holder.getClass().getComponentType();
    return element != null && element.isPrimitive() ? element : cause.getTargetType();
  }

  private String shown() {
    String json = CanonicalJson.write(value);
    return json.length() > SHOWN_CHARS ? json.substring(0, SHOWN_CHARS) + "…" : json;
  }

  private static String firstLine(JacksonException cause) {
    return cause.getOriginalMessage().lines().findFirst().orElse("unreadable");
  }
}

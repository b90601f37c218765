package io.slurmgen.segment.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slurmgen.dataset.Shape;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One field of every supported kind of type, and random values for them. */
@SuppressWarnings("unused") // read by reflection
public final class StoredTypes {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int[] CHARACTERS = {0, 'a', 'ß', '€', 0x1F600, 0x10FFFF};

  public enum Shade {
    DARK,
    LIGHT,
    GRÜN
  }

  public record Inner(boolean ok, String name, Shade shade, long[] ids) {}

  record Outer(
      double x,
      Float maybe,
      Boolean flag,
      Inner inner,
      @Shape(3) short[] fixed,
      @Shape({2, 2}) double[][] square,
      List<String> words,
      char letter,
      Character maybeLetter,
      byte last) {}

  boolean flag;
  byte int8;
  short int16;
  int int32;
  long int64;
  float float32;
  double float64;
  String text;
  char letter;
  Shade shade;
  boolean[] flags;
  byte[] bytes;
  short[] shorts;
  int[] ints;
  long[] longs;
  float[] floats;
  double[] doubles;
  boolean[][] flagRows;
  float[][] floatRows;
  long[][][] cube;

  @Shape(5)
  boolean[] fixedFlags;

  @Shape(3)
  float[] fixedFloats;

  @Shape({2, 3})
  int[][] fixedMatrix;

  Inner inner;
  Outer outer;
  List<String> words;
  Map<String, Object> map;

  static List<String> names() {
    return Arrays.stream(StoredTypes.class.getDeclaredFields())
        .filter(f -> !f.isSynthetic() && !Modifier.isStatic(f.getModifiers()))
        .map(f -> f.getName())
        .toList();
  }

  public static ColumnType type(String field) {
    return Segments.typeOf(StoredTypes.class, field);
  }

  /** A random value of a field's type, as a generator would yield it. */
  public static Object value(String field, Random random) {
    return switch (field) {
      case "inner" -> inner(random);
      case "outer" -> outer(random);
      case "letter" -> letter(random);
      case "shade" -> Shade.values()[random.nextInt(3)];
      case "words" -> words(random);
      case "map" -> Map.of("é" + random.nextInt(9), List.of(1.5, "x"), "n", random.nextLong());
      default -> stored(type(field), random);
    };
  }

  private static Inner inner(Random random) {
    return new Inner(
        random.nextBoolean(),
        random.nextInt(4) == 0 ? null : text(random),
        random.nextInt(4) == 0 ? null : Shade.values()[random.nextInt(3)],
        random.nextInt(4) == 0 ? null : random.longs(random.nextInt(4)).toArray());
  }

  private static Outer outer(Random random) {
    return new Outer(
        random.nextDouble(),
        random.nextInt(4) == 0 ? null : random.nextFloat(),
        random.nextInt(4) == 0 ? null : random.nextBoolean(),
        random.nextInt(4) == 0 ? null : inner(random),
        random.nextInt(4) == 0 ? null : new short[] {1, 2, (short) random.nextInt()},
        random.nextInt(4) == 0 ? null : new double[][] {{1, random.nextDouble()}, {2, 3}},
        random.nextInt(4) == 0 ? null : words(random),
        letter(random),
        random.nextInt(4) == 0 ? null : letter(random),
        (byte) random.nextInt());
  }

  private static List<String> words(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      words.add(random.nextInt(5) == 0 ? null : text(random));
    }
    return words;
  }

  private static char letter(Random random) {
    return (char) CHARACTERS[random.nextInt(4)];
  }

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(CHARACTERS[random.nextInt(6)]);
    }
    return text.toString();
  }

  private static Object stored(ColumnType type, Random random) {
    if (type instanceof ColumnType.Bool) {
      return random.nextBoolean();
    } else if (type instanceof ColumnType.Int number) {
      return switch (number.bits()) {
        case 8 -> (Object) (byte) random.nextInt();
        case 16 -> (short) random.nextInt();
        case 32 -> random.nextInt();
        default -> random.nextLong();
      };
    } else if (type instanceof ColumnType.Float number) {
      return number.bits() == 32
          ? (Object) Float.intBitsToFloat(random.nextInt())
          : Double.longBitsToDouble(random.nextLong());
    } else if (type instanceof ColumnType.Utf8) {
      return text(random);
    }
    int length = type instanceof ColumnType.FixedList fixed ? fixed.length() : random.nextInt(4);
    ColumnType element =
        type instanceof ColumnType.FixedList fixed
            ? fixed.element()
            : ((ColumnType.ListOf) type).element();
    Class<?> elementClass =
        ValueReaders.naturalClass(ColumnNode.columns(type, type).get(0)).componentType();
    Object array = Array.newInstance(elementClass, length);
    for (int i = 0; i < length; i++) {
      Array.set(array, i, stored(element, random));
    }
    return array;
  }

  /** What reading gives for a written value, arrays as lists. */
  public static Object natural(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    } else if (value instanceof Character letter) {
      return letter.toString();
    } else if (value instanceof List || value instanceof Map) {
      return json(value);
    } else if (value instanceof Record) {
      Map<String, Object> components = new LinkedHashMap<>();
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        try {
          component.getAccessor().setAccessible(true);
          components.put(component.getName(), natural(component.getAccessor().invoke(value)));
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
      return components;
    }
    return Segments.comparable(value);
  }

  private static JsonNode json(Object value) {
    JsonNode node = MAPPER.valueToTree(value);
    return node == null ? JsonNodeFactory.instance.nullNode() : reparsed(node);
  }

  /** Small longs come back as ints: equal numbers, but not equal nodes. */
  private static JsonNode reparsed(JsonNode node) {
    try {
      return MAPPER.readTree(node.toString());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** What was read, in the form of {@link #natural}. */
  public static Object read(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> components = new LinkedHashMap<>();
      map.forEach((name, component) -> components.put(name, read(component)));
      return components;
    }
    return Segments.comparable(value);
  }

  /** Reads all rows of a chunk as natural objects. */
  public static void read(Chunk chunk, List<ColumnNode> columns, List<Object> samples)
      throws IOException {
    ValueReader features = ValueReaders.of(columns.get(0), Object.class);
    ValueReader label = ValueReaders.of(columns.get(1), Object.class);
    for (int row = 0; row < chunk.layout().rows(); row++) {
      Object value = read(features.read(chunk, row));
      samples.add(List.of(value, label.read(chunk, row)));
    }
  }
}

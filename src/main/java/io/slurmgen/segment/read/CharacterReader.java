package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import java.io.IOException;

/** Texts of one character as that character. */
final class CharacterReader extends ValueReader {
  CharacterReader(ColumnNode column) {
    super(column);
  }

  @Override
  Character readPresent(Chunk chunk, int row) throws IOException {
    String text = chunk.string(column(), row);
    if (text.length() != 1) {
      throw ValueReaders.mismatch(
          column(), char.class, "a sample has " + text.length() + " characters");
    }
    return text.charAt(0);
  }
}

package io.slurmgen.dataset.params;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * All parameters of a generator with their values, and what identifies them.
 *
 * <p>The text is JSON in one canonical form: defaults filled in, no spaces, names sorted, numbers
 * as ECMAScript prints them (RFC 8785). The same values give the same text, however they were
 * typed.
 *
 * @param json the canonical JSON object
 * @param hash the SHA-256 of its UTF-8 bytes, as 64 lower-case hexadecimal digits
 */
public record Parameters(String json, String hash) {
  /**
   * Checks that the two belong together.
   *
   * @param json the canonical JSON object
   * @param hash the SHA-256 of its UTF-8 bytes
   * @throws IllegalArgumentException if it is not the text's hash
   */
  public Parameters {
    if (!Sha256.hexOf(json).equals(hash)) {
      throw new IllegalArgumentException(hash + " is not the SHA-256 of " + json);
    }
  }

  /**
   * Parameters from a text that {@link #json()} once gave.
   *
   * @param json the canonical JSON object
   * @return the parameters
   */
  public static Parameters ofCanonical(String json) {
    return new Parameters(json, Sha256.hexOf(json));
  }

  /**
   * The names and values.
   *
   * @return a new object, integral numbers in it being integers
   */
  public ObjectNode tree() {
    return new LiteralParser("parameters", json).parse();
  }
}

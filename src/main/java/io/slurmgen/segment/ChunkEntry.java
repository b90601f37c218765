package io.slurmgen.segment;

/**
 * One chunk in a segment: one Arrow message (prefix, metadata, body).
 *
 * @param firstIndex the index of its first sample in the parameter set
 * @param rows samples in it, at least 1
 * @param offsetBytes where the message begins in the file
 * @param lengthBytes the whole message
 * @param crc32c its checksum
 * @param nanos how long its samples took to generate
 */
public record ChunkEntry(
    long firstIndex, int rows, long offsetBytes, long lengthBytes, int crc32c, long nanos) {

  /**
   * Where the next chunk begins.
   *
   * @return bytes from the file's start
   */
  public long endBytes() {
    return offsetBytes + lengthBytes;
  }
}

package io.slurmgen.segment.column;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** The field nodes and buffers of one record batch, as its columns hand them over. */
public final class BatchParts {
  public static final byte[] PADDING = new byte[8];

  private int[] nodeRows = new int[8];
  private int[] nodeNulls = new int[8];
  private int nodes;
  private ByteStore[] stores = new ByteStore[16];
  private int[] lengths = new int[16];
  private int buffers;

  public void clear() {
    nodes = 0;
    buffers = 0;
  }

  void addNode(int rows, int nulls) {
    if (nodes == nodeRows.length) {
      nodeRows = Arrays.copyOf(nodeRows, 2 * nodes);
      nodeNulls = Arrays.copyOf(nodeNulls, 2 * nodes);
    }
    nodeRows[nodes] = rows;
    nodeNulls[nodes++] = nulls;
  }

  void addBuffer(ByteStore store) {
    if (buffers == stores.length) {
      stores = Arrays.copyOf(stores, 2 * buffers);
      lengths = Arrays.copyOf(lengths, 2 * buffers);
    }
    lengths[buffers] = store.size();
    stores[buffers++] = store;
  }

  public int nodes() {
    return nodes;
  }

  public int nodeRows(int node) {
    return nodeRows[node];
  }

  public int nodeNulls(int node) {
    return nodeNulls[node];
  }

  public int buffers() {
    return buffers;
  }

  public byte[] bytes(int buffer) {
    return stores[buffer].array();
  }

  public int length(int buffer) {
    return lengths[buffer];
  }

  /** Bytes from one buffer's beginning to the next one's: Arrow pads to eight. */
  public static long padded(long length) {
    return (length + 7) & ~7L;
  }

  public long bodyBytes() {
    long total = 0;
    for (int i = 0; i < buffers; i++) {
      total += padded(lengths[i]);
    }
    return total;
  }

  /** Whether both would have the same metadata. */
  public boolean sameSizes(BatchParts other) {
    return nodes == other.nodes
        && buffers == other.buffers
        && Arrays.equals(nodeRows, 0, nodes, other.nodeRows, 0, nodes)
        && Arrays.equals(nodeNulls, 0, nodes, other.nodeNulls, 0, nodes)
        && Arrays.equals(lengths, 0, buffers, other.lengths, 0, buffers);
  }

  /** Continues a checksum over the body, padding included. */
  public void updateCrc(CRC32C crc) {
    for (int i = 0; i < buffers; i++) {
      crc.update(stores[i].array(), 0, lengths[i]);
      crc.update(PADDING, 0, (int) (padded(lengths[i]) - lengths[i]));
    }
  }
}

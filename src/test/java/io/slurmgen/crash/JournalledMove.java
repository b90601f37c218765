package io.slurmgen.crash;

import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A line of the journal for a move.
 *
 * @param id the move's key
 * @param hash of the parameters
 * @param group where the samples went
 * @param indexes the samples
 */
record JournalledMove(long id, String hash, String group, SortedSet<Long> indexes) {

  /** The lines of the file, without one that a crash has left incomplete. */
  static List<JournalledMove> read(CacheDirectory cache) throws IOException {
    if (Files.notExists(cache.moveJournal())) {
      return List.of();
    }
    String text = Files.readString(cache.moveJournal(), StandardCharsets.ISO_8859_1);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return whole
        .lines()
        .filter(line -> !line.startsWith("submission"))
        .map(JournalledMove::parse)
        .toList();
  }

  static long last(CacheDirectory cache) throws IOException {
    List<JournalledMove> moves = read(cache);
    return moves.isEmpty() ? 0 : moves.get(moves.size() - 1).id();
  }

  private static JournalledMove parse(String line) {
    String[] fields = line.split("\t");
    SortedSet<Long> indexes = new TreeSet<>();
    Arrays.stream(fields[5].split(","))
        .map(range -> range.split("\\+"))
        .forEach(
            range -> {
              for (long i = 0; i < Long.parseLong(range[1]); i++) {
                indexes.add(Long.parseLong(range[0]) + i);
              }
            });
    return new JournalledMove(Long.parseLong(fields[0]), fields[2], fields[3], indexes);
  }
}

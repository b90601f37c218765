package io.slurmgen.catalog;

/**
 * Where consecutive samples are.
 *
 * @param segment the segment's path relative to the cache directory
 * @param fromBytes the offset of the chunk that holds the first of them
 * @param toBytes the recorded end of the segment
 * @param indexes their indexes
 */
public record Location(String segment, long fromBytes, long toBytes, IndexRange indexes) {}

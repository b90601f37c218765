package io.slurmgen.catalog;

/**
 * What a preprocessor made of a group.
 *
 * @param id its key in the catalog
 * @param name the preprocessor
 * @param samples how many samples it has
 */
public record PreprocessedRow(long id, String name, long samples) {}

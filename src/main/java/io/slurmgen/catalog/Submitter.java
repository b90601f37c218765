package io.slurmgen.catalog;

/**
 * The process that submits.
 *
 * @param node its host
 * @param pid its process id there
 */
public record Submitter(String node, long pid) {}

/** Rows that are made from segments: a lost catalog, and chunks that were never recorded. */
package io.slurmgen.rebuild;

/** Verifying, repairing, collecting garbage: what keeps a cache directory in order. */
package io.slurmgen.upkeep;

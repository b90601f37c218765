/** Compares a catalog with its segments and its journal, and mends what differs. */
package io.slurmgen.upkeep;

/** The text file that repeats moves and submissions beside the catalog. */
package io.slurmgen.journal;

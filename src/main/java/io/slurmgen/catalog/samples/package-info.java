/** Tables of parameter sets, groups, samples and where their bytes are. */
package io.slurmgen.catalog.samples;

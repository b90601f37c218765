/** A user's sources: compiled, kept and loaded. */
package io.slurmgen.dataset.code;

/** A user's sources: compiled, loaded, checked and called. */
package io.slurmgen.dataset.code;

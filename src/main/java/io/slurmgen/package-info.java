/** Kinds of failure that are reported to a person; every floor may use them. */
package io.slurmgen;

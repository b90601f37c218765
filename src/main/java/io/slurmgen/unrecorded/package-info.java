/**
 * What tasks have written and the catalog does not know yet: notes, claims and ends in files,
 * adopting.
 */
package io.slurmgen.unrecorded;

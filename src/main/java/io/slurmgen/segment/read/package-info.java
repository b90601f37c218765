/**
 * Stored samples, read one by one or in bulk: rows in an order, the chunks that hold them, and Java
 * values made of their bytes.
 */
package io.slurmgen.segment.read;

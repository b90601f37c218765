/**
 * Segments: append-only Arrow IPC stream files with one record batch per chunk. Bytes only; who
 * owns which sample is the catalog's business. The byte tables are in {@code schema/segment.md}.
 */
package io.slurmgen.segment;

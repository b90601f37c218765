/**
 * Segments: append-only Arrow IPC stream files with one record batch per chunk. Bytes only; who
 * owns which sample is the catalog's business. The byte tables are in {@code schema/segment.md}.
 *
 * <p>This room is the file: appending, finding what is whole, headers and checksums. Types and
 * columns are in {@code column} below it, reading samples is in {@code read} above it.
 */
package io.slurmgen.segment;

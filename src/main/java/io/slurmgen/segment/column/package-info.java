/**
 * Types and columns, and how their values lie in the buffers of a record batch: the types of Java
 * and of Arrow, the batch in the making, and a stored batch. Files are the business of the rooms
 * above.
 */
package io.slurmgen.segment.column;

/** Steps on a file system that other processes, other nodes and crashes share. */
package io.slurmgen.disk;

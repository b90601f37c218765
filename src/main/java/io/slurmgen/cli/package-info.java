/**
 * The command line: one class for each command, and the only code that knows of standard output and
 * of exit codes.
 */
package io.slurmgen.cli;

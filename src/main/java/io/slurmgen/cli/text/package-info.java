/** Output: the terminal, exit codes, progress, and what listings and reports look like. */
package io.slurmgen.cli.text;

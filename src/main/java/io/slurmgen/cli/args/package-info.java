/** Arguments: options of every command, what is typed, and what it may be. */
package io.slurmgen.cli.args;

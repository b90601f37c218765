/** The verbs, one class each. */
package io.slurmgen.cli.verbs;

/** Work that several verbs share: running here, submitting, following, waiting, tasks. */
package io.slurmgen.cli.run;

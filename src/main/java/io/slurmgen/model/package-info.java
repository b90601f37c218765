/** Values of the catalog: parameter sets, groups, submissions, jobs, attempts; no SQL. */
package io.slurmgen.model;

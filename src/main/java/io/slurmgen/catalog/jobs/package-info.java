/** Tables of submissions, job arrays, jobs, attempts and their timings. */
package io.slurmgen.catalog.jobs;

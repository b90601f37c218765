/** One attempt of a job: draw samples, append them to segments, record them. */
package io.slurmgen.task;

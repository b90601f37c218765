/** What runs where samples are made: draw them, append them to segments, record them. */
package io.slurmgen.task;

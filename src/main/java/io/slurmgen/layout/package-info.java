/** Paths and names in a user's directory, and the errors that name them. */
package io.slurmgen.layout;

/** What every floor may use: the kinds of failure that a person is told of. */
package io.slurmgen;

/** The SQLite catalog of a cache directory; the only place with SQL and jOOQ. */
package io.slurmgen.catalog;

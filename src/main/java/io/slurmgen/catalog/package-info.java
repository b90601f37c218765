/** The catalog of a cache directory as its users open it. */
package io.slurmgen.catalog;

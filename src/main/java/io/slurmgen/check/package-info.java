/** Whether the catalog agrees with itself, its schema and its journal, and what mends it. */
package io.slurmgen.check;

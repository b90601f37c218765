/** The catalog's file: connections, transactions, schema, migrations, failures. */
package io.slurmgen.sqlite;

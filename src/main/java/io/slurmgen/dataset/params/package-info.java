/** Parameters as users write them, their canonical text and its hash. */
package io.slurmgen.dataset.params;

/** Methods of a user's class: checked, and called for samples. */
package io.slurmgen.dataset.method;

/**
 * Loads samples: {@link io.slurmgen.cache.Cache} &gt; {@link io.slurmgen.cache.Dataset} &gt; {@link
 * io.slurmgen.cache.ParamSet} &gt; {@link io.slurmgen.cache.Group} &gt; {@link
 * io.slurmgen.cache.Samples}.
 */
package io.slurmgen.cache;

package io.slurmgen.layout;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The entries of a segment's schema that say where its samples come from. */
public enum SegmentMetadata {
  DATASET,
  PARAM_SET,
  PARAMS,
  HASH,
  SEED,
  SUBMISSION,
  JOB,
  JOB_NUMBER,
  ATTEMPT,
  CODE_HASH,
  GROUP,
  PREPROCESSOR;

  /** The entry's name without its prefix, such as {@code job_number}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String key() {
    return "slurm_gen." + title();
  }

  /** Writes the entry. */
  public void put(Map<String, String> metadata, Object value) {
    metadata.put(key(), value.toString());
  }

  /** Reads the entry; empty where it is missing. */
  public Optional<String> in(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(key()));
  }

  /** Whether the entry is there with that value. */
  public boolean is(Map<String, String> metadata, Object value) {
    return value.toString().equals(metadata.get(key()));
  }
}

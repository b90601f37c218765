package io.slurmgen.slurm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The environment in which Slurm's commands run. */
final class SlurmEnvironment {

  /** Users' defaults that would change what our commands do or print. */
  private static final List<String> DROPPED_PREFIXES =
      List.of("SQUEUE_", "SACCT_", "SCONTROL_", "SCANCEL_");

  private static final Set<String> DROPPED =
      Set.of(
          "SBATCH_EXPORT",
          "SLURM_EXPORT_ENV",
          "SBATCH_GET_USER_ENV",
          "SBATCH_WAIT",
          // The options in their place are refused, as the tasks could not be followed.
          "SBATCH_CLUSTERS",
          "SLURM_CLUSTERS",
          "SBATCH_ERROR",
          "SBATCH_OUTPUT",
          // Another exit code would be taken for an sbatch that died.
          "SLURM_EXIT_ERROR",
          "SLURM_TIME_FORMAT");

  private SlurmEnvironment() {}

  /** Returns the variables of this process without those that would change what we rely on. */
  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> clean = new HashMap<>(environment);
    clean.keySet().removeAll(DROPPED);
    clean.keySet().removeIf(name -> DROPPED_PREFIXES.stream().anyMatch(name::startsWith));
    // Else index lists are cut after 64 characters.
    clean.put("SLURM_BITSTR_LEN", "0");
    return Map.copyOf(clean);
  }
}

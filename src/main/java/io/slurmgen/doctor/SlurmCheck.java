package io.slurmgen.doctor;

import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.SlurmException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether jobs can be submitted, and to which cluster. */
final class SlurmCheck implements Check {

  private final Map<String, String> environment;

  SlurmCheck(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "slurm";
  }

  @Override
  public List<Diagnosis> run() throws IOException {
    try {
      Optional<Slurm> slurm = Slurm.find(environment);
      return List.of(slurm.isPresent() ? of(slurm.get()) : ofNone());
    } catch (SlurmException e) {
      return List.of(
          Diagnosis.problem(
              name(),
              "its controller gives no answer that can be used: " + e.getMessage(),
              "try scontrol ping, and ask those who run the cluster"));
    }
  }

  private Diagnosis of(Slurm slurm) {
    return Diagnosis.ok(
        name(),
        "version %s, cluster %s, MaxArraySize %d, %s"
            .formatted(
                slurm.version(),
                slurm.cluster(),
                slurm.maxArraySize(),
                slurm.hasAccounting()
                    ? "with accounting"
                    : "no accounting: how a job ended is known for MinJobAge only"));
  }

  private Diagnosis ofNone() {
    return Diagnosis.warning(
        name(),
        "no sbatch and scontrol on the PATH, or no cluster configured for them: samples are made on"
            + " this machine only",
        "on a cluster, load its module or add its programs to the PATH");
  }
}

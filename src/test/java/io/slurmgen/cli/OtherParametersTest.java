package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters in the catalog that are not those of their hash: no sample may be made of them. */
class OtherParametersTest extends VerifyCase {

  /** Parameter set 1 has the hash that these parameters have, no samples, and other parameters. */
  private String spoiltHash() throws Exception {
    String text = rows("select params from param_set").get(0);
    String hash = Parameters.ofCanonical(text.replace("0.1", "0.5")).hash();
    spoil(
        """
        insert into param_set select 2, dataset_id, 1, '%s', params, seed, created_ms from param_set;
        insert into sample_group (param_set_id, name) values (2, 'raw');
        """
            .formatted(hash));
    return hash.substring(0, 12);
  }

  private String refusal(int set, String hash) {
    return (".slurm_cache.sqlite is damaged: the parameters of noisy_sine %d are not those of its"
            + " hash %s; to make it again from the segments: %s")
        .formatted(set, hash, ProposedCommand.rebuild(temp));
  }

  private void assertRefused(String refusal, String... command) throws Exception {
    UserDirectory.Result result = user.run(command);
    assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
    assertTrue(result.err().contains(refusal), result.err());
    assertTrue(rows("select error from job where state = 'failed'").get(0).endsWith(refusal));
    assertEquals(List.of("1000"), rows("select sum(samples) from segment"));
  }

  @Test
  void localJobsMakeNoSamples() throws Exception {
    assertRefused(
        refusal(1, spoiltHash()),
        "generate",
        "noisy_sine",
        "-p",
        "{'std_dev': 0.5}",
        "-n",
        "50",
        "--njobs",
        "1",
        "--executor",
        "local");
  }

  @Test
  void taskMakesNoSamples() throws Exception {
    CacheDirectory cache = new CacheDirectory(temp);
    try (CompiledDatasets compiled = CompiledDatasets.of(DatasetSource.of(temp), cache.classes())) {
      compiled.classes().copyTo(cache.submissionClasses(1));
    }
    spoil("update param_set set params = replace(params, '0.1', '0.5')");
    assertRefused(refusal(0, "323e16ab922b"), "task", "1", "0", "--time", "1");
  }

  @Test
  void verifyFindsThemInASetWithoutSegments() throws Exception {
    String hash = spoiltHash();
    assertFinding(
        "noisy_sine 1: the parameters are not those of the hash " + hash,
        "repair --rebuild-catalog");
  }

  @Test
  void rebuildTakesThemFromTheSegments() throws Exception {
    spoil("update param_set set params = replace(params, '0.1', '0.5')");
    user.must("repair", "--rebuild-catalog");
    assertClean();
  }
}

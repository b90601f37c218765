package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts.Kept;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.slurm.RequiresSlurm;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tasks of a directory do by what the first one on another node sees. */
@RequiresSlurm
@RequiresTwoMounts
class SlurmProbeTest extends TwoNodeCase {
  @Test
  void tasksRecordWhereTheFirstOneSeesWhatThisNodeHasWritten() throws Exception {
    start(Kept.UNTIL_OPENED);
    String first = generate(directory.params("text", "a"), 2).err();
    assertTrue(first.contains("waiting up to 60 s for the first task"), first);
    assertTrue(first.contains("and this node can take turns"), first);
    NodeProbe probe = kept().orElseThrow();
    assertEquals(CoherenceVerdict.COHERENT, probe.verdict());
    assertTrue(probe.taskNode().matches("n[1-4]"), probe.taskNode());
    assertNoProbeIsLeft();
    awaitAll(1);
    String second = generate(directory.params("text", "b"), 1).err();
    assertFalse(second.contains("waiting up to"), second);
    assertFalse(Files.exists(cache().attempts()));
    awaitAll(2);
    assertFalse(directory.run("list").err().contains("only append"));
    directory.done("verify");
  }

  @Test
  void tasksOnlyAppendWhereTheFirstOneSeesWhatWasBefore() throws Exception {
    start(Kept.ALL);
    String first = generate(directory.params("text", "a"), 2).err();
    assertAppends(first);
    assertEquals(CoherenceVerdict.STALE, kept().map(NodeProbe::verdict).orElseThrow(), first);
    assertAppends(awaitAll(1).err());
    for (String verb : List.of("status", "list")) {
      UserDirectory.Result result = directory.run(verb);
      assertEquals(ExitCode.DONE, result.exitCode(), result.err());
      assertAppends(result.err());
    }
    String second = generate(directory.params("text", "b"), 1).err();
    assertFalse(second.contains("waiting up to"), second);
    assertAppends(second);
    assertAppends(awaitAll(2).err());
    UserDirectory.Result verified = directory.run("verify");
    assertEquals(ExitCode.DONE, verified.exitCode(), verified.out());
  }

  private static void assertAppends(String said) {
    assertTrue(said.contains("tasks on this file system (fuse.glusterfs, rw,"), said);
    assertTrue(said.contains(") only append, commands run here record what they make"), said);
    assertTrue(said.contains("mount it with fopen-keep-cache=off"), said);
  }
}

package io.slurmgen.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SubmitterTest {
  private static final String HOST = Submitter.thisNode();

  @Test
  void thisHostIsKnownWithAndWithoutItsDomain() {
    assertTrue(Submitter.isThisNode(HOST, Map.of()));
    assertTrue(Submitter.isThisNode(HOST + ".cluster.example", Map.of()));
    assertFalse(Submitter.isThisNode(HOST + "1", Map.of()));
    assertFalse(Submitter.isThisNode("another", Map.of()));
  }

  @Test
  void taskKnowsTheNameThatSlurmGivesItsHost() {
    assertTrue(Submitter.isThisNode("n1", Map.of("SLURMD_NODENAME", "n1")));
    assertFalse(Submitter.isThisNode("n2", Map.of("SLURMD_NODENAME", "n1")));
  }
}

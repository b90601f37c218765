package io.slurmgen.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that submits.
 *
 * @param node its host
 * @param pid its process id there
 */
public record Submitter(String node, long pid) {

  private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** This process. */
  public static Submitter ofThisProcess() {
    return new Submitter(thisNode(), ProcessHandle.current().pid());
  }

  /**
   * Whether a name is one of this host: that of its kernel, with or without a domain, or the one by
   * which Slurm calls it where this process is a task ({@code SLURMD_NODENAME} in sbatch(1)).
   *
   * @param node as {@link #thisNode} or a task has given it
   * @param environment the variables of this process
   */
  public static boolean isThisNode(String node, Map<String, String> environment) {
    String host = thisNode();
    return node.equals(host)
        || node.startsWith(host + ".")
        || host.startsWith(node + ".")
        || node.equals(environment.get("SLURMD_NODENAME"));
  }

  /** The name of this host, without a look-up in the network where the kernel tells it. */
  public static String thisNode() {
    try {
      return Files.readString(LINUX_HOST_NAME).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }
  }
}

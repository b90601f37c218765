package io.slurmgen.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

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

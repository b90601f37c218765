package io.slurmgen.doctor;

import java.io.IOException;
import java.util.List;

/** One thing to examine. It changes nothing that stays. */
interface Check {
  /** The name of what is examined, as its results have it. */
  String name();

  /**
   * Examines it.
   *
   * @throws IOException if it cannot be examined, which is a problem; its message says why
   * @throws io.slurmgen.UserError as well
   */
  List<Diagnosis> run() throws IOException;
}

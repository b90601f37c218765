package io.slurmgen.cli.text;

/** How a command ended, as the calling shell sees it. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USER_MISTAKE(2),
  NOT_ENOUGH_SAMPLES(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}

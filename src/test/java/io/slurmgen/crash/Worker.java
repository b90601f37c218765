package io.slurmgen.crash;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A process that runs one command at a time and may be killed at any moment. */
interface Worker extends Closeable {

  /** Lets it begin a command. */
  void begin(List<String> words) throws IOException;

  /** Waits for the end of the command; empty where the process was killed before. */
  Optional<Answer> await() throws IOException, InterruptedException;

  /** The process's number, known once it has begun a command. */
  long pid();

  /** Ends it as SIGKILL does, without waiting. */
  void kill();

  @Override
  void close();
}

package io.slurmgen.slurm.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The environment variables that tasks get beside Slurm's own: the same whatever the shell from
 * which they were submitted has set. {@code sbatch --export-file} reads it; it also keeps Slurm
 * from running a login shell for each task, as it would with {@code --export=NONE}.
 *
 * @param variables name to value
 */
public record TaskEnvironment(Map<String, String> variables) {
  private static final List<String> ABOUT_THE_USER = List.of("HOME", "USER", "LOGNAME");

  public TaskEnvironment {
    variables = Map.copyOf(variables);
  }

  /**
   * What a task needs to know of its user, standard search paths, and a locale in which Java can
   * name any file.
   *
   * @param submitter the environment of the submitting process
   * @return the tasks' environment
   */
  public static TaskEnvironment of(Map<String, String> submitter) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : ABOUT_THE_USER) {
      if (submitter.containsKey(name)) {
        variables.put(name, submitter.get(name));
      }
    }
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
    variables.put("SHELL", "/bin/bash");
    variables.put("LC_ALL", "C.UTF-8");
    return new TaskEnvironment(variables);
  }

  /**
   * The text of the file for {@code --export-file}: definitions that end with NUL, sorted by name.
   *
   * @return to be written as UTF-8
   */
  public String render() {
    StringJoiner text = new StringJoiner("\0", "", "\0");
    variables.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(variable -> text.add(variable.getKey() + "=" + variable.getValue()));
    return text.toString();
  }
}

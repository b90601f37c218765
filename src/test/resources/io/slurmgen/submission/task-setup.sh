#!/bin/bash
# Written by slurm-gen: one task of a job array.
export SLURM_GEN_STARTED=${EPOCHREALTIME:-$(date +%s.%N)}

# Sites define commands such as module for login shells only.
[ ! -r /etc/profile ] || . /etc/profile
slurm_gen_java=$(command -v java || true)
module load java/21
ulimit -n 4096

# The last argument is the number of this task's job.
set -- \
  JAVA \
  -XX:+IgnoreUnrecognizedVMOptions \
  -XX:+UseSerialGC \
  -XX:-UsePerfData \
  -XX:-OmitStackTraceInFastThrow \
  -XX:CompileThresholdScaling=5 \
  -XX:+UseTransparentHugePages \
  -cp \
  CLASS_PATH \
  io.slurmgen.cli.Main \
  -C \
  '/home/o'\''neil/my $data' \
  task \
  --time=01:30:00 \
  3 \
  "$((1001 + SLURM_ARRAY_TASK_ID))"

# A java that the setup has put first on the PATH takes the submitter's place.
if [ "$(command -v java || true)" != "$slurm_gen_java" ]; then
  set -- "$(command -v java)" "${@:2}"
fi

# The heap gets three quarters of the task's memory; the JVM needs the rest for itself.
memory=${SLURM_MEM_PER_NODE:-$((${SLURM_MEM_PER_CPU:-0} * ${SLURM_CPUS_ON_NODE:-1}))}
if [ "$memory" -gt 0 ]; then
  set -- "$1" "-Xmx$((memory * 3 / 4))m" "${@:2}"
fi
exec "$@"

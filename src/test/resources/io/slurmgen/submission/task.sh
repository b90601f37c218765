#!/bin/bash
# Written by slurm-gen: one task of a job array.
export SLURM_GEN_STARTED=${EPOCHREALTIME:-$(date +%s.%N)}

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
  "$((0 + SLURM_ARRAY_TASK_ID))"

# The heap gets three quarters of the task's memory; the JVM needs the rest for itself.
memory=${SLURM_MEM_PER_NODE:-$((${SLURM_MEM_PER_CPU:-0} * ${SLURM_CPUS_ON_NODE:-1}))}
if [ "$memory" -gt 0 ]; then
  set -- "$1" "-Xmx$((memory * 3 / 4))m" "${@:2}"
fi
exec "$@"

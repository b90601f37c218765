#!/bin/bash
# Written by slurm-gen: one task of a job array.
export SLURM_GEN_STARTED=${EPOCHREALTIME:-$(date +%s.%N)}

# The last argument is the number of this task's job.
exec \
  '/opt/java 17/bin/java' \
  -cp \
  '/home/o'\''neil/a.jar' \
  Main \
  '$(x)
' \
  '' \
  "$((0 + SLURM_ARRAY_TASK_ID))"

#!/bin/bash
# Written by slurm-gen: one task of a job array.
export SLURM_GEN_STARTED=${EPOCHREALTIME:-$(date +%s.%N)}

# Sites define commands such as module for login shells only.
[ ! -r /etc/profile ] || . /etc/profile
module load java/17
export OMP_NUM_THREADS="$SLURM_CPUS_ON_NODE"

# The last argument is the number of this task's job.
exec \
  java \
  -Xmx900m \
  Main \
  "$((1001 + SLURM_ARRAY_TASK_ID))"

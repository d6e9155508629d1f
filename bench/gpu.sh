#!/bin/sh
# Checks and measures tomograd on this machine's GPU, from a bundle or a checkout, in one go:
#
#   bench/gpu.sh <new folder> [--adapter <part of its name>]
#
# writes summary.md and summary.json into the folder, with what each part printed beside them and its log in logs/.
# A part that fails stops none of the others; the exit code is 0 if no part failed. PyTorch is measured where python3
# (or $PYTHON) has it with CUDA. TOMOGRAD_BENCH_SMALL=1 takes sizes that a software driver manages in minutes.
set -u

usage() {
  echo "gpu.sh: $1. Usage: bench/gpu.sh <new folder> [--adapter <part of its name>]" >&2
  exit 2
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 2
[ $# -ge 1 ] || usage "needs a folder for the results"
case $1 in -*) usage "the folder comes first" ;; esac
mkdir -p "$1" || exit 2
results=$(CDPATH='' cd -- "$1" && pwd -P) || exit 2
[ -z "$(ls -A "$results")" ] || usage "the folder must be empty or new"
shift
adapter= name=
while [ $# -gt 0 ]; do
  case $1 in
    --adapter) [ $# -ge 2 ] || usage "--adapter needs a name"; adapter=$1 name=$2; shift 2 ;;
    *) usage "does not know $1" ;;
  esac
done

if [ -x "$root/bin/node" ]; then
  is_bundle=1
  run() { "$root/tomograd" "$@"; }
  TOMOGRAD_COMMIT=$(sed -n 's/.*"gitHead": "\(.*\)".*/\1/p' "$root/lib/package.json")
  summarise() { "$root/bin/node" "$root/lib/app/gpu-summary.js"; }
else
  is_bundle=
  tsx=$root/node_modules/.bin/tsx
  [ -x "$tsx" ] || { echo "gpu.sh: needs what the checkout depends on. Run npx -y pnpm@12 install" >&2; exit 2; }
  run() { "$tsx" "$root/packages/cli/src/main.ts" "$@"; }
  TOMOGRAD_COMMIT=$(git -C "$root" describe --always --dirty=+ --exclude='*' 2>/dev/null)
  summarise() { "$tsx" "$root/bench/src/gpu-summary.ts"; }
fi
export TOMOGRAD_COMMIT
tomograd() { run "$@" ${adapter:+"$adapter" "$name"}; }

if [ "${TOMOGRAD_BENCH_SMALL:-}" = 1 ]; then
  ops="relu maxPool2d dense" fuzz=1 filters=8,4 batches="8 16" steps=5 training="--filters 4,4 --steps-per-epoch 2"
else
  ops="" fuzz=10 filters=128,64 batches="64 256" steps=50 training="--preset documented --steps-per-epoch 4"
fi
# What a tuning here finds is a result, and must not depend on what an earlier one remembered.
export TOMOGRAD_TUNING="$results/tuning.json"
mkdir "$results/logs"
failed=

# record <part> <status> <exit code> <seconds> <note>
record() {
  printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$results/parts.tsv"
  echo "$1: $2${5:+ ($5)}" >&2
  [ "$2" != failed ] || failed="$failed $1"
}

# part <name> <file for its output> <command…>
part() {
  part=$1 output=$2
  shift 2
  began=$(date +%s)
  "$@" >"$results/$output" 2>"$results/logs/$part.log"
  code=$?
  [ $code -eq 0 ] && status=passed note= || { status=failed note=$(tail -n 1 "$results/logs/$part.log" | tr '\t' ' '); }
  record "$part" "$status" "$code" $(($(date +%s) - began)) "$note"
}

skip() { record "$1" skipped 0 0 "$2"; }

machine() {
  date -u
  uname -srm
  grep -m 1 'model name' /proc/cpuinfo
  env | grep -E '^(VK_|LP_|MESA_|CUDA_)'
  PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep libvulkan
  ls /etc/vulkan/icd.d /usr/share/vulkan/icd.d
  nvidia-smi
  return 0
}

# One seed, one adapter: one result, byte by byte.
train_twice() {
  for turn in first second; do
    # shellcheck disable=SC2086 -- the options are words
    tomograd train --data phantom $training --batch-size 16 --epochs 2 --seed 7 --progress plain \
      --out "$results/runs/$turn" || return
  done
  cmp "$results/runs/first/model/weights.safetensors" "$results/runs/second/model/weights.safetensors" ||
    { echo "two runs with the same seed gave different weights" >&2; return 1; }
}

torch() {
  "$python" "$root/bench/gpu-torch.py" --filters "$filters" --batch-sizes "$(echo "$batches" | tr ' ' ,)" "$@"
}

# They look after their own tuning.
tests() (
  unset TOMOGRAD_TUNING
  cd "$root" && node_modules/.bin/vitest run
)

part machine machine.txt machine
part doctor doctor.json tomograd doctor --json
# shellcheck disable=SC2086 -- the names of ops are words
part op-check op-check.json tomograd op check $ops --fuzz $fuzz --json
part train train.txt train_twice
part tune tune.json tomograd tune --filters "$filters" --json
for batch in $batches; do
  part "step-$batch" "step-$batch.json" \
    tomograd bench step --filters "$filters" --batch-size "$batch" --steps $steps --json
done
if [ "${TOMOGRAD_BENCH_SMALL:-}" = 1 ]; then
  part op-bench op-bench.json tomograd op bench relu --json
else
  part suite suite.txt tomograd bench --out "$results/suite"
fi

python=${PYTHON:-python3}
if ! "$python" -c 'import torch' 2>"$results/logs/torch.log"; then
  skip torch "no PyTorch in $python"
elif [ "${TOMOGRAD_BENCH_TORCH:-cuda}" = cuda ] &&
  ! "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  skip torch "PyTorch in $python sees no CUDA"
else
  part torch torch.json torch --device "${TOMOGRAD_BENCH_TORCH:-cuda}"
fi

if [ -n "$is_bundle" ]; then
  skip tests "a bundle has none: op-check is what checks it"
elif [ "${TOMOGRAD_BENCH_SMALL:-}" = 1 ]; then
  skip tests "small"
else
  part tests tests.txt tests
fi

(cd "$results" && summarise) || { failed="$failed summary"; echo "summary: failed" >&2; }
[ ! -f "$results/summary.md" ] || cat "$results/summary.md"
[ -z "$failed" ] || { echo "Failed:$failed. Logs: $results/logs" >&2; exit 1; }

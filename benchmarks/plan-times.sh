#!/usr/bin/env bash
# Times "logconfig plan" without changes for 10 and 1,000 clusters of ten namespaces, at a latency of 50 ms, with the
# launchers of one or more builds in alternating runs. Prints the median and all times in ms.
#
#   benchmarks/plan-times.sh [-n RUNS] CLI_DIRECTORY...   for example logconfig-cli ../before/logconfig-cli
#
# Each CLI_DIRECTORY holds bin/logconfig and target/logconfig.jar. JAVA_HOME chooses Java. The
# simulator of the first build serves all runs.
set -euo pipefail

runs=11
if [ "${1:-}" = -n ]; then
  runs=$2
  shift 2
fi
[ $# -gt 0 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 3; }

work=$(mktemp -d)
simulator=
trap '[ -z "$simulator" ] || kill "$simulator" 2>/dev/null; rm -rf "$work"' EXIT
export DYNATRACE_API_TOKEN=dt0c01.TRIAL.TRIAL

for clusters in 10 1000; do
  {
    echo "environments: [{name: trial, url: 'https://abc12345.live.dynatrace.com'}]"
    echo "clusters:"
    for ((i = 0; i < clusters; i++)); do
      printf '  - name: c%s\n    environment: trial\n    namespaces:\n' "$i"
      printf '      - team-%s-app\n' {1..10}
    done
  } > "$work/desired.yaml"
  for ((i = 0; i < clusters; i++)); do echo "c$i"; done > "$work/host-groups"
  rm -f "$work/port"
  "$1/bin/logconfig" simulate --latency 50ms --port-file "$work/port" \
    --host-groups-file "$work/host-groups" > "$work/log" 2>&1 &
  simulator=$!
  until [ -s "$work/port" ]; do
    kill -0 "$simulator" || { cat "$work/log" >&2; exit 1; }
    sleep 0.1
  done
  arguments=(--file "$work/desired.yaml" --endpoint "trial=http://127.0.0.1:$(cat "$work/port")")
  "$1/bin/logconfig" apply --yes "${arguments[@]}" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

  for ((run = -1; run <= runs; run++)); do # the first two runs of each write caches
    for build in "$@"; do
      start=$(date +%s%N)
      LOGCONFIG_CACHE=wait "$build/bin/logconfig" plan "${arguments[@]}" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
      elapsed=$((($(date +%s%N) - start) / 1000000))
      [ "$run" -le 0 ] || echo "$elapsed" >> "$work/${build//\//_}-$clusters"
    done
  done
  for build in "$@"; do
    times=$(sort -n "$work/${build//\//_}-$clusters" | tr '\n' ' ')
    echo "$clusters clusters, $build: median $(cut -d ' ' -f $(((runs + 1) / 2)) <<< "$times") ms ($times)"
  done
  kill "$simulator"
  wait "$simulator" 2>/dev/null || true
  simulator=
done

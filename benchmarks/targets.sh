#!/usr/bin/env bash
# Measures every speed target and prints it as met or missed, with the figure. With a second build, both are measured
# in alternating runs.
#
#   mvn -B package -DskipTests && benchmarks/targets.sh [-n RUNS] [BUILD [BASE]]
#
# BUILD and BASE are checkouts that are built; BUILD is this one by default. JAVA_HOME chooses Java. PREFIX is put before
# each measured command and the simulators, for example PREFIX='chrt -r 50' on a machine that others use. ONLY selects
# parts: ONLY='plan write million planner fleet'. Needs curl and GNU time.
set -euo pipefail

runs=5
if [ "${1:-}" = -n ]; then
  runs=$2
  shift 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$here}
base=${2:-}
builds=("$build" ${base:+"$base"})
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
prefix=${PREFIX:-}
only=${ONLY:-plan write million planner fleet}

work=$(mktemp -d)
simulator=
stop() {
  [ -z "$simulator" ] || { kill "$simulator" 2> /dev/null && wait "$simulator" 2> /dev/null; } || true
  simulator=
}
trap 'stop; rm -rf "$work"' EXIT
export DYNATRACE_API_TOKEN=dt0c01.TRIAL.TRIAL

# desired FILE CLUSTERS NAMESPACES
desired() {
  awk -v clusters="$2" -v namespaces="$3" 'BEGIN {
    print "environments: [{name: trial, url: \"https://abc12345.live.dynatrace.com\"}]\nclusters:"
    for (i = 0; i < clusters; i++) {
      printf "  - name: c%d\n    environment: trial\n    namespaces:\n", i
      for (j = 1; j <= namespaces; j++) printf "      - team-%d-app\n", j
    }
  }' > "$1"
}

# simulate CLUSTERS
simulate() {
  stop
  seq -f 'c%.0f' 0 $(($1 - 1)) > "$work/host-groups"
  rm -f "$work/port"
  $prefix "$build/logconfig-cli/bin/logconfig" simulate --latency 50ms --port-file "$work/port" \
    --host-groups-file "$work/host-groups" > "$work/log" 2>&1 &
  simulator=$!
  until [ -s "$work/port" ]; do
    kill -0 "$simulator" || { cat "$work/log" >&2; exit 1; }
    sleep 0.1
  done
  url=http://127.0.0.1:$(cat "$work/port")
}

export LOGCONFIG_CACHE=wait # or the cache would be written while other runs are measured

# timed RUN ROW BUILD COMMAND ARGUMENT...: appends "seconds CPU-user CPU-system KiB" to a file; run 0 does not count
timed() {
  local run=$1 file=$work/${2// /_}-${3//\//_} launcher=$3/logconfig-cli/bin/logconfig
  shift 3
  $prefix /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$launcher" "$@" > "$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
  [ "$run" -eq 0 ] || tail -n 1 "$work/time" >> "$file"
}

# median ROW BUILD EXPRESSION
median() {
  awk "{print $3}" "$work/${1// /_}-${2//\//_}" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}

# verdict ROW TARGET UNIT FIGURE [BASE]
verdict() {
  awk -v row="$1" -v target="$2" -v unit="$3" -v figure="$4" -v base="${5:-}" 'BEGIN {
    printf "%-52s target %7s %-5s  %9.2f  %s%s\n", row, target, unit, figure,
      figure + 0 <= target + 0 ? "met" : "missed", base == "" ? "" : sprintf("  (base %.2f)", base)
  }'
}

# judge ROW TARGET UNIT EXPRESSION: the median of a row, in both builds
judge() {
  verdict "$1" "$2" "$3" "$(median "$1" "$build" "$4")" "${base:+$(median "$1" "$base" "$4")}"
}

plans() {
  for clusters in 10 100 1000; do
    desired "$work/desired.yaml" "$clusters" 10
    simulate "$clusters"
    local arguments=(--file "$work/desired.yaml" --endpoint "trial=$url")
    timed 0 apply "$build" apply --yes "${arguments[@]}"
    for each in "${builds[@]}"; do timed 0 plan "$each" plan "${arguments[@]}"; done # writes the cache
    for ((run = 0; run <= runs; run++)); do
      for each in "${builds[@]}"; do
        timed "$run" "no change, $clusters clusters" "$each" plan "${arguments[@]}"
      done
    done
  done
  judge "no change, 10 clusters" 0.45 s '$1'
  judge "no change, 100 clusters" 0.55 s '$1'
  judge "no change, 1000 clusters" 0.9 s '$1'
}

writes() {
  desired "$work/desired.yaml" 1000 10
  desired "$work/more.yaml" 1000 11
  simulate 1000
  local endpoint=(--yes --endpoint "trial=$url")
  for ((run = 0; run <= runs; run++)); do
    for each in "${builds[@]}"; do
      curl -sf -X POST "$url/__simulator/reset" > "$work/log"
      timed "$run" "create 1000" "$each" apply --file "$work/desired.yaml" "${endpoint[@]}"
      timed "$run" "change 1000, locked" "$each" apply --file "$work/more.yaml" "${endpoint[@]}"
      timed "$run" "change 1000, batched" "$each" apply --write-mode batched --file "$work/desired.yaml" \
        "${endpoint[@]}"
    done
  done
  judge "create 1000" 1.3 s '$1'
  judge "change 1000, locked" 3.2 s '$1'
  judge "change 1000, batched" 1.5 s '$1'
}

million() {
  desired "$work/million.yaml" 10000 100
  for ((run = 0; run <= (runs + 1) / 2; run++)); do
    for each in "${builds[@]}"; do
      timed "$run" million "$each" validate --file "$work/million.yaml"
    done
  done
  judge million 3 s '$2 + $3' | sed 's/^million /validate a million namespaces, CPU /; s/ \{29\}/ /'
  judge million 320 MB '$4 * 1024 / 1e6' | sed 's/^million /validate a million namespaces, RSS /; s/ \{29\}/ /'
}

class_path() {
  echo "$1/benchmarks/target/classes:$1/logconfig-cli/target/logconfig.jar:$1/logconfig-cli/target/dynatrace-simulator.jar"
}

# worst cases of the evaluator: a quarter of the processor time of the build without an index of the namespaces
planner() {
  $prefix "$java" -Xmx2g -cp "$(class_path "$build")" io.github.logconfig.benchmarks.WorstCases targets > "$work/planner"
  while IFS='|' read -r row target unit figure; do
    verdict "$row" "$target" "$unit" "$figure"
  done < "$work/planner"
}

# the heap is the target, too
fleet() {
  $prefix "$java" -Xmx384m -cp "$(class_path "$build")" io.github.logconfig.benchmarks.FleetScale targets 10000 \
    > "$work/fleet" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
  cat "$work/fleet"
  verdict "10,000 x 100 warm, no change, heap of 384 MiB" 500 ms \
    "$(sed -n 's/^warm: \([0-9.]*\) ms.*/\1/p' "$work/fleet")"
}

echo "$("$java" -version 2>&1 | head -n 1), $(nproc) processors, load $(cut -d ' ' -f 1-3 /proc/loadavg), $(date -u +%F)"
for part in $only; do
  case $part in
    plan) plans ;;
    write) writes ;;
    million) million ;;
    planner) planner ;;
    fleet) fleet ;;
    *) echo "unknown part: $part" >&2; exit 3 ;;
  esac
done

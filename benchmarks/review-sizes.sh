#!/usr/bin/env bash
# Prints the sizes of plans of 200 clusters with 50 namespaces in every format, as rows of a table in
# Markdown: the first plan, one namespace renamed in every cluster, one cluster emptied, and one of two
# environments unreadable. Needs mvn package.
set -euo pipefail
logconfig=$(cd "$(dirname "$0")" && pwd)/../logconfig-cli/bin/logconfig
work=$(mktemp -d)
processes=()
trap 'kill "${processes[@]}" 2>/dev/null; rm -rf "$work"' EXIT
export DYNATRACE_API_TOKEN_A=dt0c01.TRIAL.TRIAL DYNATRACE_API_TOKEN_B=dt0c01.TRIAL.TRIAL
cd "$work"

for environment in a b; do
  for ((i = 0; i < 100; i++)); do echo "cluster-$environment-$i"; done > groups
  "$logconfig" simulate --port-file "$environment.port" --host-groups-file groups > /dev/null &
  processes+=($!)
  until [ -s "$environment.port" ]; do sleep 0.1; done
done
endpoints=(--endpoint "a=http://127.0.0.1:$(cat a.port)" --endpoint "b=http://127.0.0.1:$(cat b.port)")

# desired NAMESPACE [EMPTY]: every cluster with 49 namespaces and NAMESPACE, but none in cluster EMPTY
desired() {
  echo "environments: [{name: a, url: 'https://aaa12345.live.dynatrace.com'}, {name: b, url: 'https://bbb12345.live.dynatrace.com'}]"
  echo "clusters:"
  for environment in a b; do
    for ((i = 0; i < 100; i++)); do
      names=$(printf 'team-%s-service, ' {1..49})$1
      [ "cluster-$environment-$i" != "${2:-}" ] || names=
      echo "  - {name: cluster-$environment-$i, environment: $environment, namespaces: [$names]}"
    done
  done
}

# Prints the sizes of the plan of desired.yaml; the other arguments are options.
row() {
  local title=$1 text rest=()
  shift
  "$logconfig" plan --file desired.yaml "${endpoints[@]}" "$@" > text 2> /dev/null || :
  for format in markdown html json sarif junit github; do
    "$logconfig" plan --file desired.yaml "${endpoints[@]}" "$@" --output "$format" > out 2> /dev/null || :
    rest+=("$(du -b out | cut -f1 | awk '{printf $1 < 1000 ? "%d B" : "%.1f kB", $1 < 1000 ? $1 : $1 / 1000}')")
  done
  text="$(wc -l < text) lines"
  printf '| %s | %s' "$title" "$text"
  printf ' | %s' "${rest[@]}"
  echo ' |'
}

echo '| plan | text | Markdown | HTML | JSON | SARIF | JUnit | GitHub |'
echo '|---|---|---|---|---|---|---|---|'
desired ml-cron > desired.yaml
row 'first plan'
"$logconfig" apply --file desired.yaml "${endpoints[@]}" --yes > /dev/null 2>&1
desired ml-batch > desired.yaml
row 'one namespace renamed everywhere'
desired ml-cron cluster-a-7 > desired.yaml
row 'one cluster emptied'
desired ml-batch > desired.yaml
endpoints[3]=b=http://127.0.0.1:1 # nobody listens there
row 'one of two environments unreadable' --timeout 2s

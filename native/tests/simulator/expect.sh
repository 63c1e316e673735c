#!/bin/sh
# Runs a check program by hand and holds its steps against what is expected of them:
#   all-passed    every step has passed
#   all-failed    every step has failed
#   as-named      steps called right-… have passed, those called wrong-… have failed
# A story (lines that begin with a blank) belongs to a failed step.
expectation=$1
program=$2
output=$(LAB_CHECK_SECONDS=100 "$program" 3>&-) # by hand: without the channel
steps=$(printf '%s\n' "$output" | grep -E '^(passed|FAILED|skipped) ')
printf '%s\n' "$steps"
[ -n "$steps" ] || exit 1
case $expectation in
  all-passed) surprises=$(printf '%s\n' "$steps" | grep -v '^passed ') ;;
  all-failed) surprises=$(printf '%s\n' "$steps" | grep -v '^FAILED ') ;;
  as-named) surprises=$(printf '%s\n' "$steps" | grep -v -e '^passed *right-' -e '^FAILED *wrong-') ;;
  *) echo "unknown expectation: $expectation" && exit 1 ;;
esac
[ -z "$surprises" ] && exit 0
printf 'not as expected:\n%s\n' "$surprises"
printf '%s\n' "$output" | grep -B 12 '^FAILED '
exit 1

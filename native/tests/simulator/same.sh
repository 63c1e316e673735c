#!/bin/sh
# Two builds of one program, by two compilers, tell the same steps and the same stories, and each does so twice.
# Lines of code may differ by the column that debug information points at, so only what happened is compared.
tell() { LAB_CHECK_SECONDS=100 "$1" 3>&- | sed -e 's/ ([a-z_]*\.[a-z]*:[0-9]*)//g' -e 's/ in [a-z_()~]*//g'; }
one=$(tell "$1")
again=$(tell "$1")
other=$(tell "$2")
[ "$one" = "$again" ] || { echo 'the same program tells two stories' && exit 1; }
[ "$one" = "$other" ] && exit 0
echo 'the compilers differ:'
printf '%s\n' "$one" >"${TMPDIR:-/tmp}/lab-one.$$"
printf '%s\n' "$other" | diff "${TMPDIR:-/tmp}/lab-one.$$" - | head -20
rm -f "${TMPDIR:-/tmp}/lab-one.$$"
exit 1

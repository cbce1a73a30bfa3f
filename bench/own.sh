# own.sh: Remit alone, from one copy of England to so many.
# A section of bench/run.sh, which has its helpers.

step "Remit alone, to $copies copies of England"
take '' "$bench" own examples/england-2024 "$copies"
[ "$(v who_differ.1)" = 0 ] || { step 'who and may differ'; exit 1; }
largest=1
for n in 3 10 30 100; do [ "$n" -gt "$copies" ] || largest=$n; done

growth_rows() {
    for n in 1 3 10 30 100; do
        [ "$n" -le "$copies" ] || continue
        echo "| $n | $(v "grow_grants.$n") | $(v "grow_bodies.$n") | $(v "grow_terms.$n") | $(v "grow_parse_ms.$n") | $(v "grow_link_ms.$n") | $(v "grow_open_ms.$n") | $(v "grow_ms.$n") | $(v "grow_user_ms.$n") | $(v "grow_check_ms.$n") | $(v "grow_bytes.$n" %.0f 0.000001) | $(v "grow_rounds.$n") |"
    done
}
question_rows() {
    for n in 1 3 10 30 100; do
        [ "$n" -le "$copies" ] || continue
        echo "| $n | $(v "may_ns.$n") | $(v "may_yes.$n" %.1f%% 0.001) | $(v "may_if.$n" %.1f%% 0.001) | $(v "who_ns.$n") | $(v "who_p99_ns.$n") | $(v "who_deciders.$n" %.1f) | $(v "who_links.$n" %.1f) |"
    done
}

part <<END
| What | Target | Measured | Met |
| --- | --- | --- | --- |
| England 2024: read, parse, link, check, open | under 50 ms | $(v england_ms %.1f) ms | $(met "$(v england_ms %.3f)" most 50) |
| Growth of time with handbooks, to $(v "grow_grants.$largest") delegations | n log n: exponent $(v grow_exponent_n_log_n %.2f) | exponent $(v grow_exponent_user %.2f) (processor), $(v grow_exponent %.2f) (clock) | $(met "$(v grow_exponent_user %.3f)" most "$(v grow_exponent_n_log_n %.3f)") (processor), $(met "$(v grow_exponent %.3f)" most "$(v grow_exponent_n_log_n %.3f)") (clock) |
| Who, with chains, $largest copies: median | under 2 us | $(v "who_ns.$largest" %.2f 0.001) us | $(met "$(v "who_ns.$largest" %.3f 0.001)" most 2) |

The handbooks of \`examples/england-2024\` ($(v england_bodies) bodies, $(v england_grants) delegated lines): $(v england_ms %.1f) ms from
files to answers, $(v england_bytes %.1f 0.000001) MB; median of 51 rounds.

Copies of a made-up England of 42 systems (\`bench synthetic 1\` prints one). Milliseconds by the
clock; *processor* is what the process itself used of parse, link and open, without the system's
work of handing out memory. As much memory as the largest needs is used once beforehand: a virtual
machine's host may be slow to hand out what was never used.

| Copies | Delegated lines | Bodies | Powers | Parse | Link | Open | Together | Processor | Check | MB | Rounds |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(growth_rows)

Time grows with the delegated lines as n^$(v grow_exponent_user %.2f) (processor) and n^$(v grow_exponent %.2f) (clock); n log n would be n^$(v grow_exponent_n_log_n %.2f) over this range. Memory: n^$(v grow_exponent_bytes %.2f).

### Questions

$questions random matters each, half of them drawn from inside a power; nanoseconds; medians of 7
rounds after one to warm up. *Who* walks every chain of every answer up to statute and includes
reading the clock ($(v clock_ns) ns). In every matter the body asked is in the answer of *who* just when *may*
says so.

| Copies | May | yes | on conditions | Who, median | Who, 99th of 100 | Deciders | Links of chains |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(question_rows)

### The complete matrix

Remit's matrix of all $(v matrix_populations.1) populations of one copy ($(v matrix_cells.1) cells, $(v matrix_bands.1) bands): $(v matrix_ms.1) ms; of the $(v matrix_populations.10) populations of ten: $(v matrix_ms.10) ms.

    bench own examples/england-2024 $copies
END

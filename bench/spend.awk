# spend.awk: payments by area and type of purchase, for mawk. bench/spend.sh puts the chains of
# keywords in place of CHAIN. With way=rows each row goes through them, with way=pairs each pair of
# texts, once, at the end.
#
# A row without quotes is cut at its commas. In one with quotes, what is between them keeps its
# commas under another sign; two quotes side by side stand for one.
NR == 1 { next }
{
    n = split($0, part, "\"")
    if (n == 1)
        split($0, cell, ",")
    else {
        row = ""
        for (i = 1; i <= n; i++)
            if (i % 2 == 0) {
                gsub(/,/, "\001", part[i])
                row = row part[i]
            } else if (part[i] == "" && i > 1 && i < n)
                row = row "\""
            else
                row = row part[i]
        split(row, cell, ",")
    }
    amount = cell[8]
    gsub(/[^-0-9]/, "", amount) # all have two digits of pence
    if (way == "rows") {
        type = cell[4]
        area = cell[5]
        CHAIN
        n = area "|" purchase
        all_rows[n]++
        all_pence[n] += amount
    } else {
        pair = cell[4] SUBSEP cell[5]
        rows[pair]++
        pence[pair] += amount
    }
}
END {
    for (pair in rows) {
        split(pair, text, SUBSEP)
        type = text[1]
        area = text[2]
        CHAIN
        n = area "|" purchase
        all_rows[n] += rows[pair]
        all_pence[n] += pence[pair]
    }
    for (n in all_rows) printf "%s|%d|%.0f\n", n, all_rows[n], all_pence[n]
}

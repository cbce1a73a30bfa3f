/* ask.c: any words of a command line, one a line, read by the options of an action and put
 * as a question to a small structure. The first byte chooses the action. */
#include "support/handbook.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char handbook[] =
    "handbook h \"A handbook\" of wy under hca-2022\n"
    "population wy \"West Yorkshire\" people 2000000 { place leeds \"Leeds\"; place calderdale }\n"
    "icb wy \"NHS West Yorkshire ICB\" for wy\n"
    "committee leeds-committee \"Leeds committee\" of wy.board for leeds {\n"
    "  terms-of-reference from 2022-07-01\n  members { chair; 2 of nhs-trust }\n}\n"
    "post wy.finance-director \"Director of finance\" of wy {\n"
    "  deputy wy.chair when absent\n}\n"
    "state emergency \"a civil emergency\" declared by wy.chair ends \"when over\"\n"
    "reserve to wy.board under sord \"3\" { set-budget; award-contract of acute above £20m\n"
    "  award-contract if \"novel or contentious\" }\n"
    "delegate wy.board to leeds-committee under sord \"4\" {\n"
    "  allocate-resources of community for leeds up to £20m within budget\n"
    "  award-contract of community for leeds up to £5m per year after consulting wy.chair\n"
    "  award-contract for leeds up to £1m capital unless \"novel\" as ruled by wy.finance-director\n"
    "}\n"
    "delegate wy.board to wy.chair and wy.finance-director under sord { everything while emergency }\n"
    "advice leeds-committee to wy.board on plan-services\n"
    "proposer leeds-committee\n";

static jmp_buf never;
static struct arena kept;
static struct authority *u;

static void begin(void)
{
    arena_init(&kept, 64, &never);
    struct findings *f = findings_new(&kept);
    struct model *m = link_text(f, str_of(handbook));
    check(findings_count(f, SEVERITY_ERROR) == 0);
    u = authority_open(&kept, m, date_of(2024, 5, 1));
}

static void put_question(struct run *r)
{
    struct matter q;
    struct answer x = answer_new(r->a);
    bool asked = ask_matter(r, u, 0, true, &q);
    check(asked || r->err.n); /* a refusal says why */
    if (r->words.n)
        find_body(r, u->m, r->words.at[0]);
    if (!asked)
        return;
    authority_who(u, &q, &x);
    matter_text(u, r->a, &q);
    for (uint32_t i = 0; i < x.choices.n; i++)
        tell_choice(r, u, &x, &x.choices.at[i], &q);
    for (id b = 0; b < u->m->bodies.n; b++)
        authority_may(u, b, &q);
    authority_route(u, r->a, 0, &q);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    enum { MOST = 40 };
    char *argv[MOST];
    int argc = 0;
    jmp_buf out_of_memory;
    struct arena a;
    if (!u)
        begin();
    arena_init(&a, 256, &out_of_memory);
    if (setjmp(out_of_memory))
        check(!"out of memory");
    struct run r = {.a = &a, .on = date_of(2024, 5, 1)};
    r.out = buf_new(&a);
    r.err = buf_new(&a);
    if (n == 0) {
        arena_free(&a);
        return 0;
    }
    const struct action *action = &actions[data[0] % action_count];
    char *text = arena_alloc(&a, n, 1); /* NUL behind it, as the system gives words */
    memcpy(text, data + 1, n - 1);
    for (char *word = strtok(text, "\n"); word && argc < MOST; word = strtok(NULL, "\n"))
        argv[argc++] = word;
    struct arena_mark mark = arena_mark(&kept); /* titles are made in the structure's arena */
    if (run_parse(&r, action, argc, argv))
        put_question(&r);
    else
        check(r.err.n); /* a refusal says why */
    arena_rewind(&kept, mark);
    arena_free(&a);
    return 0;
}

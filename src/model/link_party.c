/* link_party.c: who decides: one or several bodies, all of a class, those who step in for them. */
#include "model/link.h"

void link_class(struct linker *l, struct str word, id within, ids *out)
{
    const struct model *m = l->m;
    ids below = {0};
    if (within != NONE)
        below = link_below(l, within);
    for (id k = within != NONE; k < (within != NONE ? below.n : m->bodies.n); k++) {
        id i = within != NONE ? below.at[k] : k;
        if (body_is_a(m, i, word) && m->bodies.at[i].whole == NONE &&
            (within == NONE || model_body_within(m, i, within)))
            *vec_push(l->a, out) = i;
    }
}

static struct str one_path(struct linker *l, const struct node *one)
{
    if (!one->args)
        return one->text;
    return str_fmt(l->a, "%.*s.%.*s", STR(one->args->text), STR(one->text));
}

/* The committee in common of `whole` that belongs to the holder's organisation. */
static id part_for(struct linker *l, id whole, id holder)
{
    if (holder == NONE || !(l->m->kinds.at[l->m->bodies.at[whole].kind].flags & KIND_IN_COMMON))
        return whole;
    const struct body *bodies = l->m->bodies.at;
    for (uint32_t i = 0; i < bodies[whole].parents.n; i++) {
        id part = map_get(&l->m->body_names, link_part_name(l, whole, i));
        if (part != NONE && bodies[part].whole == whole &&
            bodies[part].owner == bodies[holder].owner)
            return part;
    }
    return whole;
}

/* Bodies of one name: a post or body; or all of a class ("each x", "3 of x"). Names that
 * are only roles (councillor) stay words. */
static struct str one_bodies(struct linker *l, const struct node *one, bool many, id handbook,
                             id holder, ids *out)
{
    struct str path = one_path(l, one);
    if (one->value || many) {
        id within = one->args ? link_body(l, one->args->pos, one->args->text, handbook) : NONE;
        uint32_t before = out->n;
        link_class(l, one->text, within, out);
        if (out->n > before || map_get(&l->roles, one->text) != NONE) {
            id r = map_get(&l->roles, one->text);
            return r != NONE ? l->m->roles.at[r].title : one->text;
        }
    }
    id b = link_body_quiet(l, path, handbook);
    if (b == NONE && map_get(&l->roles, one->text) != NONE && !one->args)
        return l->m->roles.at[map_get(&l->roles, one->text)].title;
    if (b == NONE && one->args && link_body_quiet(l, one->args->text, handbook) != NONE &&
        map_get(&l->roles, one->text) == NONE) {
        id named = link_body_quiet(l, one->text, handbook); /* "finance-director of wy" */
        if (named != NONE)
            b = named;
    }
    if (b == NONE) {
        link_body(l, one->pos, path, handbook);
        return one->text;
    }
    b = part_for(l, b, holder);
    *vec_push(l->a, out) = b;
    return body_title(l->m, b);
}

/* "and 2 of commission-member": so many of a class, in words. */
static struct str some_of(struct linker *l, const struct node *one)
{
    id role = map_get(&l->roles, one->text);
    struct str title = role != NONE ? l->m->roles.at[role].title : one->text;
    return str_fmt(l->a, "%lld of %.*s", (long long)-one->value, STR(title));
}

static void alternative(struct linker *l, const struct node *alt, id handbook, id holder,
                        struct alternative *out, struct buf *text)
{
    uint32_t names = 0;
    bool many = alt->value && alt->args && !alt->args->next;
    bool either = alt->text.n && alt->text.p[0] == 'o';
    if (alt->value)
        buf_fmt(text, "%lld of ", (long long)alt->value);
    for (const struct node *one = alt->args; one; one = one->next) {
        struct str title = one->value < 0
                               ? some_of(l, one)
                               : one_bodies(l, one, many, handbook, holder, &out->bodies);
        const char *between = alt->value ? ", " : either ? " or " : " and ";
        buf_fmt(text, "%s%s%.*s", names ? between : "", one->value > 0 ? "each " : "", STR(title));
        if (one->value > 0 && one->args)
            buf_fmt(text, " of %.*s", STR(one->args->text));
        names++;
    }
    out->need = alt->value ? (uint32_t)alt->value : either ? 1 : out->bodies.n;
    if (out->bodies.n && out->need > out->bodies.n)
        report(l->f, "R114", alt->pos, "%u must agree, but there are only %u", out->need,
               out->bodies.n);
}

literal link_unavailable(struct linker *l, const struct alternative *before, struct str text,
                         const struct node *when, struct pos pos)
{
    struct str state = when ? str_sub(when->text, 5, when->text.n) : S("absent or conflicted");
    struct buf names = buf_new(l->a);
    for (uint32_t i = 0; i < before->bodies.n; i++)
        buf_fmt(&names, "%s%.*s", i ? ", " : "", STR(l->m->bodies.at[before->bodies.at[i]].name));
    struct atom x = {.kind = ATOM_UNAVAILABLE,
                     .pos = pos,
                     .bodies = before->bodies,
                     .text = str_fmt(l->a, "%.*s %s %.*s", STR(text),
                                     before->bodies.n > 1 ? "are" : "is", STR(state)),
                     .key = str_fmt(l->a, "%.*s %.*s", STR(state), STR(buf_str(&names)))};
    return link_literal(l, x, true);
}

struct party link_party(struct linker *l, const struct node *party, id handbook, id holder)
{
    struct party p = {0};
    struct buf text = buf_new(l->a);
    struct str last = S("");
    for (const struct node *alt = party->args; alt; alt = alt->next) {
        struct alternative a = {.when = NONE};
        struct buf one = buf_new(l->a);
        alternative(l, alt, handbook, holder, &a, &one);
        if (p.alts.n)
            a.when = link_unavailable(l, &p.alts.at[p.alts.n - 1], last, alt->clauses, alt->pos);
        buf_fmt(&text, "%s%.*s", p.alts.n ? ", else " : "", STR(buf_str(&one)));
        last = buf_str(&one);
        *vec_push(l->a, &p.alts) = a;
    }
    p.text = buf_str(&text);
    return p;
}

void link_party_bodies(struct linker *l, const struct party *p, ids *out)
{
    for (uint32_t i = 0; i < p->alts.n; i++)
        for (uint32_t k = 0; k < p->alts.at[i].bodies.n; k++)
            *vec_push(l->a, out) = p->alts.at[i].bodies.at[k];
}

uint32_t link_acting(const struct model *m, struct party *p)
{
    uint32_t bodies = 0;
    for (uint32_t i = 0; i < p->alts.n; i++)
        for (uint32_t k = 0; k < p->alts.at[i].bodies.n; k++, bodies++)
            p->alts.at[i].bodies.at[k] = m->bodies.at[p->alts.at[i].bodies.at[k]].acts;
    return bodies;
}

/* map.h: the functions and decisions map, for the command and the page. */
#ifndef REMIT_ACTIONS_GOVERNANCE_MAP_H
#define REMIT_ACTIONS_GOVERNANCE_MAP_H

#include "actions/governance/governance.h"
#include "chart/chart.h"

struct mapping {
    struct run *r;
    const struct authority *u;
    VEC(struct map_card) cards;
    ids bodies;               /* one for each card */
    id within;                /* only bodies of this organisation; NONE: all */
    id place;                 /* only bodies for it or for what lies in it; NONE */
    id function, service;     /* only bodies that may decide some of it; 0: all */
    uint32_t *card_of, lines; /* private: per body; powers told of each */
    bool *kept;               /* private: per body */
};
/* The cards that the words of r, and --place, --function and --service, choose. Else EXIT_BAD, and
 * what is wrong in r->err. */
int map_cards(struct run *r, struct mapping *out);
/* The picture's title, its reading and its cards, in r's arena. */
struct map_figure map_picture(struct mapping *m);

#endif

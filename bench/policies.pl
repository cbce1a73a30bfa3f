% policies.pl: the questions that Remit was asked, put to the same policies in Prolog.
%
%   swipl -O bench/policies.pl FOLDER FORM     FORM: closed function recursion tabling
%
% prolog.c writes the facts. Trees are numbered so that what lies under a node is the
% interval First =< X < End. Every fact is found by its first argument: the body asked.
%   closed     one fact for every minimal power, as in Remit's own table
%   function   the same, found by body and function at once
%   recursion  delegations; each question climbs them at its own point
%   tabling    delegations; powers are closed once a body, by tabling, and then read
% A plain yes is what is timed; `closed` is also checked for "on conditions".

:- initialization(main, main).
:- multifile b/10.
:- dynamic b/10.                       % there may be none

main([Folder, Form]) :-
    forall(needs(Form, File), load(Folder, File)),
    load(Folder, questions),
    answer_all(Folder, Form),
    findall(T, (between(1, 7, _), loop_time(Form, T)), Ts),
    findall(T, (between(1, 7, _), loop_time(nothing, T)), Es),
    middle(Ts, Time), middle(Es, Empty),
    aggregate_all(count, q(_, _, _, _, _, _, _), N),
    Ns is (Time - Empty) / N * 1.0e9,
    format("prolog_~w_ns\t~g~n", [Form, Ns]).

needs(closed, closed).    needs(closed, sets).
needs(function, function). needs(function, sets).
needs(recursion, edges).  needs(tabling, edges).

load(Folder, File) :-
    atomic_list_concat([Folder, /, File, '.pl'], Path),
    load_files(Path, [silent(true)]).

middle(List, X) :-
    msort(List, Sorted), length(List, N), I is N // 2, nth0(I, Sorted, X).

loop_time(Form, T) :-
    get_time(T0), loop(Form), get_time(T1), T is T1 - T0.

loop(nothing) :-
    q(_, B, F, S, P, V, K), nothing(B, F, S, P, V, K), fail.
loop(closed) :-
    q(_, B, F, S, P, V, K), ( closed(B, F, S, P, V, K) -> true ; true ), fail.
loop(function) :-
    q(Key, _, F, S, P, V, K), ( function(Key, F, S, P, V, K) -> true ; true ), fail.
loop(recursion) :-
    q(_, B, F, S, P, V, K), ( recursion(B, F, S, P, V, K) -> true ; true ), fail.
loop(tabling) :-
    q(_, B, F, S, P, V, K), ( tabling(B, F, S, P, V, K) -> true ; true ), fail.
loop(_).

nothing(_, _, _, _, _, _).

% ---- closed -------------------------------------------------------------------

closed(B, F, S, P, V, K) :-
    t(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K, !.
closed(B, F, S, P, V, K) :-
    u(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ taken(Set, F, S, P, V, K), !.

function(Key, _, S, P, V, K) :-
    t(Key, S0, S1, P0, P1, Lo, Hi, Ks),
    S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K, !.
function(Key, F, S, P, V, K) :-
    u(Key, S0, S1, P0, P1, Lo, Hi, Ks, Set),
    S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ taken(Set, F, S, P, V, K), !.

% Some exclusion of the set may take the point away, so there is no plain yes.
taken(Set, F, S, P, V, K) :-
    live(Set, F, S, P, V, K, _, _), !.

live(Set, F, S, P, V, K, X, When) :-
    Set > 0,
    x(Set, X, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, When),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =\= 0,
    \+ spared(X, F, S, P, V, []).

spared(X, F, S, P, V, When) :-
    b(X, F0, F1, S0, S1, P0, P1, Lo, Hi, When),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi.

% Holds on conditions: some way of meeting the term's conditions, and of escaping each
% exclusion, does not contradict itself.
on_conditions(B, F, S, P, V, K) :-
    (   u(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set), Open = []
    ;   c(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set, Open)
    ),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    findall(X-When, live(Set, F, S, P, V, K, X, When), Live),
    escapes(Live, Open, F, S, P, V), !.

escapes([], Open, _, _, _, _) :-
    \+ ( member(A, Open), Not is A xor 1, memberchk(Not, Open) ).
escapes([X-When|Rest], Open, F, S, P, V) :-
    (   member(A, When), Not is A xor 1, More = [Not|Open]
    ;   spared(X, F, S, P, V, Spare), append(Spare, Open, More)
    ),
    escapes(Rest, More, F, S, P, V).

% ---- delegations ----------------------------------------------------------------

recursion(B, F, S, P, V, K) :-
    power(B, F, S, P, V, K, _), !.
recursion(B, F, S, P, V, K) :-
    a(B, From, _, Kind, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ taken(Set, F, S, P, V, K),
    power(From, F, S, P, V, K, E), passes(E, Kind), !.

% power(Body, Point..., Edge): Body holds it by law (Edge 0) or by this delegation.
power(B, F, S, P, V, K, 0) :-
    h(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ taken(Set, F, S, P, V, K).
power(B, F, S, P, V, K, E) :-
    e(B, From, E, Kind, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ taken(Set, F, S, P, V, K),
    power(From, F, S, P, V, K, Before), passes(Before, Kind).

passes(0, _) :- !.
passes(E, Kind) :- p(E, Kind), !.

:- table reach/12.

% reach(Body, Box..., Lo, Hi, Kinds, Sets, Edge): the meet along one chain.
reach(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Sets, 0) :-
    h(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set), with(Set, [], Sets).
reach(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Sets, E) :-
    e(B, From, E, Kind, F2, F3, S2, S3, P2, P3, Lo2, Hi2, Ks2, Set),
    reach(From, F4, F5, S4, S5, P4, P5, Lo4, Hi4, Ks4, Sets4, Before),
    passes(Before, Kind),
    F0 is max(F2, F4), F1 is min(F3, F5), F0 < F1,
    S0 is max(S2, S4), S1 is min(S3, S5), S0 < S1,
    P0 is max(P2, P4), P1 is min(P3, P5), P0 < P1,
    Lo is max(Lo2, Lo4), Hi is min(Hi2, Hi4), Lo =< Hi,
    Ks is Ks2 /\ Ks4, Ks =\= 0, with(Set, Sets4, Sets).

with(0, Sets, Sets) :- !.
with(Set, Sets, All) :- ord_union([Set], Sets, All).

tabling(B, F, S, P, V, K) :-
    reach(B, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Sets, _),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ ( member(Set, Sets), taken(Set, F, S, P, V, K) ), !.
tabling(B, F, S, P, V, K) :-
    a(B, From, _, Kind, F0, F1, S0, S1, P0, P1, Lo, Hi, Ks, Set),
    F >= F0, F < F1, S >= S0, S < S1, P >= P0, P < P1, V >= Lo, V =< Hi, K /\ Ks =:= K,
    \+ taken(Set, F, S, P, V, K),
    reach(From, F2, F3, S2, S3, P2, P3, Lo2, Hi2, Ks2, Sets, E),
    F >= F2, F < F3, S >= S2, S < S3, P >= P2, P < P3, V >= Lo2, V =< Hi2, K /\ Ks2 =:= K,
    \+ ( member(One, Sets), taken(One, F, S, P, V, K) ),
    passes(E, Kind), !.

% ---- answers, to be compared with Remit's --------------------------------------------

answer_all(Folder, Form) :-
    atomic_list_concat([Folder, '/answers-', Form, '.txt'], Path),
    setup_call_cleanup(open(Path, write, Out),
        forall(q(Key, B, F, S, P, V, K),
               ( answer(Form, Key, B, F, S, P, V, K, A), format(Out, "~w~n", [A]) )),
        close(Out)).

answer(closed, _, B, F, S, P, V, K, A) :- !,
    (   closed(B, F, S, P, V, K) -> A = 2
    ;   on_conditions(B, F, S, P, V, K) -> A = 1
    ;   A = 0
    ).
answer(function, Key, _, F, S, P, V, K, A) :- !,
    (   function(Key, F, S, P, V, K) -> A = yes ; A = no ).
answer(Form, _, B, F, S, P, V, K, A) :-
    (   call(Form, B, F, S, P, V, K) -> A = yes ; A = no ).

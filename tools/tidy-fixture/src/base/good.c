/* good.c: nothing here is wrong, though some of it looks so. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/good.h"

/* A comment with code in it is not a function:
 *     if (a) {
 */
static const int numbers[] =
{
    1,
};

/* table */
int listed(void)
{
    good(0);
    good(1);
    good(2);
    good(3);
    good(4);
    good(5);
    good(6);
    good(7);
    good(8);
    good(9);
    good(10);
    good(11);
    good(12);
    good(13);
    good(14);
    good(15);
    good(16);
    good(17);
    good(18);
    good(19);
    good(20);
    good(21);
    good(22);
    good(23);
    good(24);
    good(25);
    good(26);
    good(27);
    good(28);
    good(29);
    good(30);
    good(31);
    good(32);
    good(33);
    good(34);
    good(35);
    good(36);
    good(37);
    good(38);
    good(39);
    good(40);
    good(41);
    good(42);
    good(43);
    good(44);
    good(45);
    good(46);
    good(47);
    good(48);
    good(49);
    good(50);
    good(51);
    good(52);
    good(53);
    good(54);
    good(55);
    good(56);
    good(57);
    good(58);
    good(59);
    good(60);
    good(61);
    good(62);
    good(63);
    good(64);
    good(65);
    good(66);
    good(67);
    good(68);
    good(69);
    good(70);
    good(71);
    good(72);
    good(73);
    good(74);
}

/* ££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££££ */

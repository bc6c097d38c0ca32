/* small_desk.h: a reference of six offices, five categories and two people, for tests of the filter. */
#ifndef TESTS_SMALL_DESK_H
#define TESTS_SMALL_DESK_H
#include "toban/reference.h"

extern const struct reference small_desk;
#endif

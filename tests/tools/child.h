/* child.h: helper servers of the tests as child processes. They print "NAME PORT" lines, then ".", and end
 * when their standard input does, so none outlives its test. Exits the test when one cannot be started. */
#ifndef TESTS_CHILD_H
#define TESTS_CHILD_H
#include <glib.h>

struct child;
struct child *child_start(const char *const *argv);
int child_port(const struct child *child, const char *name);
/* "127.0.0.1:PORT/rest" with a scheme, or without one when it is "". Free with g_free. */
char *child_url(const struct child *child, const char *scheme, const char *name, const char *rest);
GPid child_pid(const struct child *child);
void child_stop(struct child *child);
char *test_source(const char *path);        /* of a file of the source tree; free with g_free */
char *test_program(const char *path);       /* of a program of the build tree */
#endif

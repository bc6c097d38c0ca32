/* ldap.h: the few LDAPv3 messages that a check says and hears (RFC 4511). Pure. */
#ifndef NET_LDAP_H
#define NET_LDAP_H
#include <glib.h>

enum { LDAP_BIND_ANSWER = 0x61, LDAP_EXTENDED_ANSWER = 0x78 };
/* Message 1: a simple bind; login is "DN:PASSWORD", NULL for an anonymous one. */
GByteArray *ldap_bind_message(const char *login);
GByteArray *ldap_starttls_message(void);
/* An answer to message 1: 1 with its result code, 0 when more must come, -1 when it is none of this operation. */
int ldap_answer(const char *bytes, gsize length, int operation, int *code);
#endif

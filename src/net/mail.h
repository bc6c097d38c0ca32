/* mail.h: one mail by SMTP. libcurl in a thread of its own for each mail: at the end of a session it waits for the
 * server's answer to QUIT inside a blocking call, which must not hold the loop. The message is made by GMime (RFC 5322,
 * 2045-2047); submission as RFC 6409, STARTTLS as RFC 3207. Callbacks come on the loop thread. */
#ifndef NET_MAIL_H
#define NET_MAIL_H
#include <uv.h>
#include "toban/health.h"

struct mail_server {
  char *url;                   /* "smtp://host:587", "smtps://host" */
  char *from;                  /* address; also the envelope's */
  char *user, *password;       /* password: with references of secret.h; NULL: no authentication */
  char *ca_file;               /* NULL: the system's */
  bool starttls;               /* must be offered; off only for what is on this machine */
};
void mail_server_clear(struct mail_server *server);

struct mail {
  const char *to, *subject, *body;     /* address; UTF-8; lines ended by "\n" */
  const char *id;                      /* of Message-ID, without the host */
  utc_t at;                            /* Date: when it was queued, the same for each try */
  bool again;                          /* an earlier try may have arrived: said in a header and above the body */
};
struct send_end {
  enum check_reason reason;    /* REASON_NONE: the server has taken it */
  char detail[256];
  char answer[256];            /* the server's last words */
  bool final;                  /* another try cannot help */
  bool doubt;                  /* all of it was sent, and no answer came: it may be there */
};
/* The message as bytes, lines ended by CRLF; g_free. */
char *mail_bytes(const struct mail_server *server, const struct mail *mail, size_t *length);

struct mailer;
struct mailer *mailer_new(uv_loop_t *loop);
void mailer_free(struct mailer *mailer);       /* what is under way ends by itself, unheard */
typedef void mail_done_fn(void *user, const struct send_end *end);
/* done is called once, later, at the latest after about MAIL_TIMEOUT_S. */
enum { MAIL_TIMEOUT_S = 60 };
void mailer_send(struct mailer *mailer, const struct mail_server *server, const struct mail *mail, mail_done_fn *done,
                 void *user);
#endif

#include "mail.h"

#include <curl/curl.h>
#include <string.h>

#include "reason_curl.h"
#include "secret.h"
#include "toban/error.h"

enum { QUIT_PATIENCE_S = 5 };

struct mailer {
  uv_async_t ended;
  GMutex lock;
  GQueue jobs;                 /* that have ended, of struct job */
  gint refs;                   /* the loop's and each thread's */
  bool closed;
};
struct job {
  struct mailer *mailer;
  struct mail_server server;
  char *to, *bytes, *host;
  size_t length, sent;
  struct send_end end;
  mail_done_fn *done;
  void *user;
};

void mail_server_clear(struct mail_server *server)
{
  g_free(server->url);
  g_free(server->from);
  g_free(server->user);
  secret_free(server->password);
  g_free(server->ca_file);
  *server = (struct mail_server){0};
}

static struct mail_server server_copy(const struct mail_server *server)
{
  return (struct mail_server){.url = g_strdup(server->url), .from = g_strdup(server->from),
                              .user = g_strdup(server->user), .password = g_strdup(server->password),
                              .ca_file = g_strdup(server->ca_file), .starttls = server->starttls};
}

static void mailer_unref(struct mailer *mailer)
{
  if (!g_atomic_int_dec_and_test(&mailer->refs))
    return;
  g_queue_clear(&mailer->jobs);
  g_mutex_clear(&mailer->lock);
  g_free(mailer);
}

static void job_free(struct job *job)
{
  mail_server_clear(&job->server);
  g_free(job->to);
  g_free(job->bytes);
  g_free(job->host);
  mailer_unref(job->mailer);
  g_free(job);
}

/* --- in the thread ------------------------------------------------------------------------------------- */
static size_t give(char *out, size_t one, size_t most, void *user)
{
  struct job *job = user;
  size_t length = MIN(job->length - job->sent, one * most);
  memcpy(out, job->bytes + job->sent, length);
  job->sent += length;
  return length;
}

/* Each line of the server; the last one counts, or the first refusal: after that there is only a farewell. */
static size_t hear(char *bytes, size_t one, size_t length, void *user)
{
  struct job *job = user;
  if (*job->end.answer == '4' || *job->end.answer == '5')
    return one * length;
  char *line = g_strndup(bytes, MIN(one * length, sizeof job->end.answer - 1));
  char *valid = g_utf8_make_valid(g_strchomp(line), -1);
  g_strlcpy(job->end.answer, valid, sizeof job->end.answer);
  g_free(valid);
  g_free(line);
  return one * length;
}

static void set_options(struct job *job, CURL *easy, struct curl_slist *to, char *error)
{
  curl_easy_setopt(easy, CURLOPT_URL, job->server.url);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)MAIL_TIMEOUT_S);
  curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)MAIL_TIMEOUT_S - QUIT_PATIENCE_S);
  curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)(job->server.starttls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, job->server.from);
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(easy, CURLOPT_READDATA, job);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
  if (job->server.ca_file != NULL)
    curl_easy_setopt(easy, CURLOPT_CAINFO, job->server.ca_file);
}

/* The password goes into the handle only, and is wiped here. */
static bool set_login(struct job *job, CURL *easy)
{
  GError *error = NULL;
  if (job->server.user == NULL || job->server.password == NULL)
    return true;
  GPtrArray *used = g_ptr_array_new_with_free_func(secret_free);
  char *password = secret_expand(job->server.password, used, &error);
  if (password != NULL) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, job->server.user);
    curl_easy_setopt(easy, CURLOPT_PASSWORD, password);
    secret_free(password);
  } else {
    job->end.reason = REASON_TARGET;
    g_strlcpy(job->end.detail, error->message, sizeof job->end.detail);
    g_clear_error(&error);
  }
  g_ptr_array_unref(used);
  return job->end.reason == REASON_NONE;
}

/* What the server refused for good (5yz of RFC 5321) is not tried again; a 4yz and a broken connection are. When the
 * end of the data went out and nothing came back, it may have been taken. */
static void judge(struct job *job, CURL *easy, CURLcode code, const char *error)
{
  long status = 0;
  struct send_end *end = &job->end;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK)
    return;
  bool refused = status >= 400 && status < 600;
  end->reason = refused ? REASON_STATUS
                        : curl_reason(easy, code, error, job->host, MAIL_TIMEOUT_S, end->detail, sizeof end->detail);
  if (refused)
    g_snprintf(end->detail, sizeof end->detail, "%ld", status);
  end->final = (status >= 500 && status < 600 && status != 552) || code == CURLE_LOGIN_DENIED;
  end->doubt = job->sent == job->length && !refused;
}

static gpointer run(gpointer user)
{
  struct job *job = user;
  struct mailer *mailer = job->mailer;
  char error[CURL_ERROR_SIZE] = "";
  CURL *easy = curl_easy_init();
  struct curl_slist *to = curl_slist_append(NULL, job->to);
  if (easy == NULL || to == NULL)
    job->end.reason = REASON_RESOURCES;
  else
    set_options(job, easy, to, error);
  if (job->end.reason == REASON_NONE && set_login(job, easy))
    judge(job, easy, curl_easy_perform(easy), error);
  curl_easy_cleanup(easy);
  curl_slist_free_all(to);
  g_mutex_lock(&mailer->lock);
  bool heard = !mailer->closed;
  if (heard) {
    g_queue_push_tail(&mailer->jobs, job);
    uv_async_send(&mailer->ended);
  }
  g_mutex_unlock(&mailer->lock);
  if (!heard)
    job_free(job);
  return NULL;
}

/* --- on the loop ---------------------------------------------------------------------------------------- */
static void ended(uv_async_t *handle)
{
  struct mailer *mailer = handle->data;
  for (;;) {
    g_mutex_lock(&mailer->lock);
    struct job *job = g_queue_pop_head(&mailer->jobs);
    g_mutex_unlock(&mailer->lock);
    if (job == NULL)
      return;
    job->done(job->user, &job->end);
    job_free(job);
  }
}

struct mailer *mailer_new(uv_loop_t *loop)
{
  struct mailer *mailer = g_new0(struct mailer, 1);
  g_mutex_init(&mailer->lock);
  g_queue_init(&mailer->jobs);
  mailer->refs = 1;
  uv_async_init(loop, &mailer->ended, ended);
  mailer->ended.data = mailer;
  return mailer;
}

static void handle_closed(uv_handle_t *handle)
{
  mailer_unref(handle->data);
}

void mailer_free(struct mailer *mailer)
{
  if (mailer == NULL)
    return;
  g_mutex_lock(&mailer->lock);
  mailer->closed = true;
  GList *left = g_steal_pointer(&mailer->jobs.head);
  g_queue_init(&mailer->jobs);
  g_mutex_unlock(&mailer->lock);
  for (GList *at = left; at != NULL; at = at->next)
    job_free(at->data);
  g_list_free(left);
  uv_close((uv_handle_t *)&mailer->ended, handle_closed);
}

static char *host_of(const char *url)
{
  GUri *uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
  char *host = uri == NULL ? g_strdup(url) : g_strdup(g_uri_get_host(uri));
  if (uri != NULL)
    g_uri_unref(uri);
  return host;
}

void mailer_send(struct mailer *mailer, const struct mail_server *server, const struct mail *mail, mail_done_fn *done,
                 void *user)
{
  struct job *job = g_new0(struct job, 1);
  *job = (struct job){.mailer = mailer, .server = server_copy(server), .to = g_strdup(mail->to),
                      .host = host_of(server->url), .done = done, .user = user};
  job->bytes = mail_bytes(server, mail, &job->length);
  g_atomic_int_inc(&mailer->refs);
  GThread *thread = g_thread_try_new("mail", run, job, NULL);
  if (thread != NULL) {
    g_thread_unref(thread);
    return;
  }
  job->end.reason = REASON_RESOURCES;
  g_mutex_lock(&mailer->lock);
  g_queue_push_tail(&mailer->jobs, job);
  g_mutex_unlock(&mailer->lock);
  uv_async_send(&mailer->ended);
}

#include "toban/authenticate.h"

#include <security/pam_appl.h>
#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

/* The password for each question that is not to be seen; a question that is seen is one that a lock cannot answer.
 * The answers belong to PAM, which frees them. */
static int answer(int count, const struct pam_message **message, struct pam_response **out, void *password)
{
  struct pam_response *reply = calloc((size_t)count, sizeof *reply);
  if (reply == NULL)
    return PAM_BUF_ERR;
  for (int i = 0; i < count; i++)
    if (message[i]->msg_style == PAM_PROMPT_ECHO_OFF)
      reply[i].resp = strdup(password);
    else if (message[i]->msg_style == PAM_PROMPT_ECHO_ON) {
      for (int k = 0; k < i; k++)
        free(reply[k].resp);
      free(reply);
      return PAM_CONV_ERR;
    }
  *out = reply;
  return PAM_SUCCESS;
}

static bool tell(pam_handle_t *handle, int code, GError **error)
{
  if (code == PAM_SUCCESS)
    return true;
  if (code == PAM_AUTH_ERR || code == PAM_USER_UNKNOWN || code == PAM_MAXTRIES)
    error_set(error, TE_PERMISSION, _("that is not the password"));
  else
    error_set(error, TE_PERMISSION, _("the host does not let in: %s"), pam_strerror(handle, code));
  return false;
}

bool authenticate_with(const char *folder, const char *service, const char *login, const char *password,
                       GError **error)
{
  pam_handle_t *handle = NULL;
  struct pam_conv conversation = {answer, (void *)(uintptr_t)password};
  int code = folder == NULL ? pam_start(service, login, &conversation, &handle)
                            : pam_start_confdir(service, login, &conversation, folder, &handle);
  if (code == PAM_SUCCESS)
    code = pam_authenticate(handle, PAM_SILENT);
  if (code == PAM_SUCCESS)
    code = pam_acct_mgmt(handle, PAM_SILENT);
  bool done = tell(handle, code, error);
  if (handle != NULL)
    pam_end(handle, code);
  return done;
}

/* "common-auth" is how Debian calls what every service includes, "system-auth" how others do. */
bool authenticate(const char *login, const char *password, GError **error)
{
  static const char *const services[] = {"toban", "common-auth", "system-auth"};
  for (size_t i = 0; i < G_N_ELEMENTS(services); i++) {
    char *path = g_build_filename("/etc/pam.d", services[i], NULL);
    bool there = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
    if (there)
      return authenticate_with(NULL, services[i], login, password, error);
  }
  return authenticate_with(NULL, "login", login, password, error);
}

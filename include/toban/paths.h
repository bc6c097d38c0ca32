/* paths.h: where files are. All results are newly allocated; free with g_free. XDG base directories. */
#ifndef TOBAN_PATHS_H
#define TOBAN_PATHS_H
char *path_default_db(void);       /* $XDG_DATA_HOME/toban/toban.db */
char *path_config(void);           /* $XDG_CONFIG_HOME/toban/toban.conf */
char *path_keys(void);             /* $XDG_CONFIG_HOME/toban/keys.conf */
char *path_state_dir(void);        /* $XDG_STATE_HOME/toban: log, drafts; made when missing, 0700 */
char *path_locale(void);           /* beside the program in a build tree, else the installed one */
#endif

/* Many probes at once, within the caps of lanes.h. */
#include "lanes.h"
#include "toban/probe.h"

struct crowd {
  struct net *net;
  const struct probe_plan *plans;
  probe_each_fn *each;
  void *user;
  struct lanes *lanes;
  int left;
  struct member *members;
};
struct member { struct crowd *crowd; int index; char host[256]; };

static void done(void *user, const struct check_result *result)
{
  struct member *member = user;
  struct crowd *crowd = member->crowd;
  crowd->each(crowd->user, member->index, result);
  lanes_leave(crowd->lanes, member->host);
  if (--crowd->left > 0)
    return;
  lanes_free(crowd->lanes);
  g_free(crowd->members);
  g_free(crowd);
}

static void go(void *item)
{
  struct member *member = item;
  probe_start(member->crowd->net, &member->crowd->plans[member->index], done, member);
}

void probe_all(struct net *net, const struct probe_plan *plans, int count, probe_each_fn *each, void *user)
{
  if (count <= 0)
    return;
  struct crowd *crowd = g_new0(struct crowd, 1);
  *crowd = (struct crowd){
      .net = net, .plans = plans, .each = each, .user = user, .lanes = lanes_new(go), .left = count};
  crowd->members = g_new0(struct member, count);
  for (int i = 0; i < count; i++) {
    struct member *member = &crowd->members[i];
    member->crowd = crowd;
    member->index = i;
    probe_target_host(plans[i].kind, plans[i].target, member->host, sizeof member->host);
    lanes_enter(crowd->lanes, member->host, member);
  }
}

/* health_prometheus.h: see health_prometheus.c. */
#ifndef COMMAND_HEALTH_PROMETHEUS_H
#define COMMAND_HEALTH_PROMETHEUS_H
#include "toban/read.h"

GString *health_prometheus(const struct endpoint_list *list, utc_t now);
#endif

/* health_record.h: the registers of health_store.h, for record.c and for who writes states. */
#ifndef STORE_HEALTH_RECORD_H
#define STORE_HEALTH_RECORD_H
#include "record.h"
#include "toban/health_store.h"

#define ALERT_TROUBLE "trouble"
#define ALERT_CERTIFICATE "certificate"
/* TE_DATA: it names no endpoint. */
bool maintenance_target_check(struct db *db, const char *target, GError **error);
extern const struct record_ops record_maintenance, record_endpoint;
#endif

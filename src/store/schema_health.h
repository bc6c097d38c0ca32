/* schema_health.h: see schema_health.c. */
#ifndef STORE_SCHEMA_HEALTH_H
#define STORE_SCHEMA_HEALTH_H
extern const char *const schema_health[], *const schema_measure[];
#endif

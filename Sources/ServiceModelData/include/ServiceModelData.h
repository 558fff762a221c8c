// Trimmed service models, compiled in: see Sources/dev, `dev models`.
#ifndef STORMDRILL_SERVICE_MODEL_DATA_H
#define STORMDRILL_SERVICE_MODEL_DATA_H
#include <stddef.h>
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} service_model_data;
/// The model of a service by its directory name in botocore; NULL when there is none.
const service_model_data *service_model_data_named(const char *name);
#endif

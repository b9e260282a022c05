// libpq's C API, unchanged, plus the one call whose presence depends on the header's version.
#ifndef POSTERN_CLIBPQ_SHIM_H
#define POSTERN_CLIBPQ_SHIM_H

#include <libpq-fe.h>

// Queues a Sync. libpq 17 leaves the write to PQflush, once a turn; older ones write at once.
#ifdef LIBPQ_HAS_SEND_PIPELINE_SYNC
static inline int postern_send_pipeline_sync(PGconn *connection) {
    return PQsendPipelineSync(connection);
}
#else
static inline int postern_send_pipeline_sync(PGconn *connection) {
    return PQpipelineSync(connection);
}
#endif

#endif

// SQLite for Swift: the variadic and macro parts of its C interface.
#ifndef STORMDRILL_CSQLITE_H
#define STORMDRILL_CSQLITE_H
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#define SQLITE_ENABLE_SESSION 1
#include <sqlite3.h>

// SQLITE_STATIC and SQLITE_TRANSIENT are function-pointer casts that Swift can't import.
static inline int csqlite_bind_text(sqlite3_stmt *s, int i, const char *p, int n) {
  // A null pointer would bind NULL instead of the empty text.
  return sqlite3_bind_text(s, i, p ? p : "", n, SQLITE_TRANSIENT);
}
static inline int csqlite_bind_blob(sqlite3_stmt *s, int i, const void *p, int n) {
  return sqlite3_bind_blob(s, i, p, n, SQLITE_TRANSIENT);
}
#endif

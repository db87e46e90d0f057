#include "platform/db/sqlite/configure.h"

#include <stdexcept>

#include <sqlite3.h>

namespace ax::db::sqlite {

void configure_once() {
    static int const configured = [] {
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }();
    if (configured != SQLITE_OK)
        throw std::logic_error("SQLite was in use before it was configured");
}

}  // namespace ax::db::sqlite

#pragma once

namespace ax::db::sqlite {

/// No connection is used by two threads at once, and nobody asks SQLite how much memory it has: both let it
/// do without a lock at each allocation. Has to come before the first connection of the process, whoever
/// makes it; later calls do nothing.
void configure_once();

}  // namespace ax::db::sqlite

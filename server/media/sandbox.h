#pragma once

#include <cstddef>

/// What this process takes away from itself, in three steps. Each ends the process with a line on standard
/// error if the system refuses.
namespace ax::media::sandbox {

inline constexpr std::size_t kMemory = 1024UL * 1024 * 1024;  // of addresses
inline constexpr unsigned kSeconds = 10;                      // of processor time

/// First of all: no file but the two ends of our conversation, no core dump, nobody attaches, no new
/// privileges, bounded memory and time, behind the server's own work, and gone with the server.
void give_up_the_rest();
/// After all libraries were loaded and have warmed up: no file can be opened any more, and of the system's
/// calls only those remain that compute, read and write. Any other ends the process with SIGSYS.
void close();

}  // namespace ax::media::sandbox

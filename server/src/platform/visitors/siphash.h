#pragma once

#include <cstdint>
#include <string_view>

namespace ax::visitors {

/// SipHash-2-4: a short keyed hash whose outputs say nothing about who has not got the key, in some 20 ns.
[[nodiscard]] std::uint64_t siphash(std::uint64_t key0, std::uint64_t key1, std::string_view data) noexcept;

}  // namespace ax::visitors

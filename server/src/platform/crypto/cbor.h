#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// CBOR (RFC 8949) as authenticators write it: definite lengths, no tags, no fractions (CTAP2's canonical
/// form). Pure, total on any bytes: memory and time are bounded by the bytes that are there, never by the
/// lengths they claim.
namespace ax::crypto {

struct CborItem {
    enum class Kind : unsigned char { integer, bytes, text, list, map, simple };
    Kind kind = Kind::simple;
    std::int64_t number = 0;           // of an integer
    std::string_view text = {};        // of bytes and text: a part of what was read
    std::vector<CborItem> items = {};  // of a list; of a map key, value, key, value …

    /// The value in a map; null if there is none, or this is no map.
    [[nodiscard]] CborItem const* at(std::int64_t key) const;
    [[nodiscard]] CborItem const* at(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> number_at(std::int64_t key) const;
    [[nodiscard]] std::optional<std::string_view> bytes_at(std::int64_t key) const;
};

inline constexpr int kDeepestCbor = 8;
inline constexpr int kMostCborItems = 512;

/// The item that `bytes` begin with, which is taken off them. Nothing if there is none, or it is deeper or
/// longer than the bounds; what `bytes` are then says nothing.
[[nodiscard]] std::optional<CborItem> take_cbor(std::string_view& bytes);

}  // namespace ax::crypto

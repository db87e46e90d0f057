#pragma once

#include "platform/redis/options.h"
#include "platform/redis/resp.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ax::redis {

inline constexpr std::size_t kSlots = 16'384;

/// Of a key or a channel; only what stands between the first braces counts, if anything does.
[[nodiscard]] std::uint16_t slot_of(std::string_view key) noexcept;

/// Which master has which slot, as far as we know.
class Slots {
public:
    /// From the answer to CLUSTER SLOTS, which `asked` gave; nothing if it is none.
    [[nodiscard]] static std::optional<Slots> read(Reply const& reply, Address const& asked);

    [[nodiscard]] Address const* owner(std::uint16_t slot) const noexcept {
        auto const at = owners_[slot];
        return at == 0 ? nullptr : &masters_[at - 1];
    }
    void set_owner(std::uint16_t slot, Address const& master);
    [[nodiscard]] std::vector<Address> const& masters() const noexcept { return masters_; }

private:
    std::uint16_t number_of(Address const& master);

    std::array<std::uint16_t, kSlots> owners_{};  // 0: nobody; else one more than the place in masters_
    std::vector<Address> masters_;
};

/// `MOVED 3999 host:port` or `ASK 3999 host:port`.
struct Redirect {
    bool ask = false;
    std::uint16_t slot = 0;
    Address to;
};
/// An empty host means the one that was asked.
[[nodiscard]] std::optional<Redirect> redirect_in(Reply const& reply, Address const& asked);

}  // namespace ax::redis

#include "platform/crypto/cbor.h"

#include <limits>

namespace ax::crypto {
namespace {

enum Major : unsigned { kUnsigned, kNegative, kBytes, kText, kList, kMap, kTag, kSimple };

class Reader {
public:
    explicit Reader(std::string_view& bytes) : rest_(bytes) {}

    std::optional<CborItem> item(int depth) {
        if (depth > kDeepestCbor || ++items_ > kMostCborItems || rest_.empty())
            return std::nullopt;
        auto const first = byte();
        auto const major = first >> 5U;
        if (major == kSimple)
            return simple(first & 31U);
        auto const length = argument(first & 31U);
        if (!length)
            return std::nullopt;
        switch (major) {
            case kUnsigned:
                return CborItem{.kind = CborItem::Kind::integer, .number = *length};
            case kNegative:
                return CborItem{.kind = CborItem::Kind::integer, .number = -1 - *length};
            case kBytes:
                return text(CborItem::Kind::bytes, *length);
            case kText:
                return text(CborItem::Kind::text, *length);
            case kList:
                return items(CborItem::Kind::list, *length, depth);
            case kMap:
                return items(CborItem::Kind::map, *length, depth);
            default:
                return std::nullopt;
        }
    }

private:
    unsigned byte() {
        auto const value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }

    /// The number beside the type; nothing for indefinite lengths and what is beyond 2^63.
    std::optional<std::int64_t> argument(unsigned low) {
        if (low < 24)
            return low;
        if (low > 27 || rest_.size() < std::size_t{1} << (low - 24U))
            return std::nullopt;
        std::uint64_t value = 0;
        for (unsigned i = 0; i < 1U << (low - 24U); ++i) value = value << 8U | byte();
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return std::nullopt;
        return static_cast<std::int64_t>(value);
    }

    // false, true, null, undefined.
    static std::optional<CborItem> simple(unsigned low) {
        return low >= 20 && low <= 23 ? std::optional(CborItem{.number = low}) : std::nullopt;
    }

    std::optional<CborItem> text(CborItem::Kind kind, std::int64_t length) {
        if (static_cast<std::uint64_t>(length) > rest_.size())
            return std::nullopt;
        CborItem out{.kind = kind, .text = rest_.substr(0, static_cast<std::size_t>(length))};
        rest_.remove_prefix(out.text.size());
        return out;
    }

    std::optional<CborItem> items(CborItem::Kind kind, std::int64_t length, int depth) {
        if (length > kMostCborItems)
            return std::nullopt;
        CborItem out{.kind = kind};
        for (std::int64_t left = kind == CborItem::Kind::map ? 2 * length : length; left > 0; --left) {
            auto next = item(depth + 1);
            if (!next)
                return std::nullopt;
            out.items.push_back(*std::move(next));
        }
        return out;
    }

    std::string_view& rest_;
    int items_ = 0;
};

template <class Is>
CborItem const* value_of(CborItem const& map, Is is) {
    if (map.kind != CborItem::Kind::map)
        return nullptr;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
        if (is(map.items[i]))
            return &map.items[i + 1];
    return nullptr;
}

}  // namespace

CborItem const* CborItem::at(std::int64_t key) const {
    return value_of(*this, [key](CborItem const& k) { return k.kind == Kind::integer && k.number == key; });
}

CborItem const* CborItem::at(std::string_view key) const {
    return value_of(*this, [key](CborItem const& k) { return k.kind == Kind::text && k.text == key; });
}

std::optional<std::int64_t> CborItem::number_at(std::int64_t key) const {
    auto const* const value = at(key);
    return value != nullptr && value->kind == Kind::integer ? std::optional(value->number) : std::nullopt;
}

std::optional<std::string_view> CborItem::bytes_at(std::int64_t key) const {
    auto const* const value = at(key);
    return value != nullptr && value->kind == Kind::bytes ? std::optional(value->text) : std::nullopt;
}

std::optional<CborItem> take_cbor(std::string_view& bytes) { return Reader(bytes).item(1); }

}  // namespace ax::crypto

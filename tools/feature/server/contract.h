#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "contract/endpoint.h"

namespace ax::@name@ {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::PerMinute;
using contract::Verb;

struct @Name@Entry {
    std::int64_t id = 0;
    std::string text;
    Instant created_at;

    static constexpr auto wire() {
        return std::tuple{
            field("id", &@Name@Entry::id),
            field("text", &@Name@Entry::text),
            field("created_at", &@Name@Entry::created_at),
        };
    }
};

struct @Name@Entries {
    std::vector<@Name@Entry> items;

    static constexpr auto wire() { return std::tuple{field("items", &@Name@Entries::items, "Newest first")}; }
};

struct Add@Name@Entry {
    std::string text;

    static constexpr auto wire() { return std::tuple{field("text", &Add@Name@Entry::text, Length{1, 200})}; }
};

inline constexpr Endpoint<Empty, @Name@Entries> kList{.verb = Verb::get,
                                                .path = "/@path@/",
                                                .name = "@name@.list",
                                                .access = Access::signed_in,
                                                .summary = "The newest 50 of the caller"};

inline constexpr Endpoint<Add@Name@Entry, @Name@Entry> kAdd{.verb = Verb::post,
                                                .path = "/@path@/",
                                                .name = "@name@.add",
                                                .access = Access::signed_in,
                                                .summary = "Keep one more",
                                                .limit = PerMinute{.requests = 30},
                                                .success = 201,
                                                .failures = {"@name@.full"}};

}  // namespace ax::@name@

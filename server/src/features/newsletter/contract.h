#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>

/// What travels about the newsletter.
namespace ax::newsletter {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::PerMinute;
using contract::Verb;

struct Subscribe {
    std::string email;
    std::optional<std::string> website;
    static constexpr auto wire() {
        return contract::Fields{
            field("email", &Subscribe::email, Length{3, 254}, contract::Email{}),
            field("website", &Subscribe::website, Length{0, 200},
                  "Not shown to people: whoever fills it is a robot and is ignored"),
        };
    }
};

/// The same whether or not the address was known.
struct Asked {
    std::string email;
    static constexpr auto wire() { return contract::Fields{field("email", &Asked::email)}; }
};

struct LinkToken {
    std::string token;
    static constexpr auto wire() {
        return contract::Fields{
            field("token", &LinkToken::token, Length{1, 100}, "From the link in the mail")};
    }
};

inline constexpr Endpoint<Subscribe, Asked> kSubscribe{
    .verb = Verb::post,
    .path = "/newsletter/",
    .name = "newsletter.subscribe",
    .access = Access::anyone,
    .summary = "Ask for the newsletter; a mail with a link follows",
    .limit = PerMinute{5}};
inline constexpr Endpoint<LinkToken, Asked> kConfirm{.verb = Verb::post,
                                                     .path = "/newsletter/confirm/",
                                                     .name = "newsletter.confirm",
                                                     .access = Access::anyone,
                                                     .summary = "The link in the mail was opened",
                                                     .limit = PerMinute{20},
                                                     .failures = {"newsletter.link_invalid"}};
inline constexpr Endpoint<LinkToken, Asked> kUnsubscribe{.verb = Verb::post,
                                                         .path = "/newsletter/unsubscribe/",
                                                         .name = "newsletter.unsubscribe",
                                                         .access = Access::anyone,
                                                         .summary = "End a subscription",
                                                         .limit = PerMinute{20},
                                                         .failures = {"newsletter.link_invalid"}};

}  // namespace ax::newsletter

#include "platform/mail/access_token.h"

#include "base/percent.h"
#include "contract/codec.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::mail {
namespace {

using contract::field;

struct Answer {
    std::optional<std::string> access_token;
    std::optional<std::int64_t> expires_in;
    static constexpr auto wire() {
        return contract::Fields{field("access_token", &Answer::access_token),
                                field("expires_in", &Answer::expires_in)};
    }
};
struct Refusal {
    std::optional<std::string> error;
    static constexpr auto wire() { return contract::Fields{field("error", &Refusal::error)}; }
};

// RFC 6749 error codes are words; what else an answer says stays out of our log.
bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 40 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::string reason_of(client::HttpAnswer const& answer) {
    auto const refusal = contract::decode<Refusal>(answer.body);
    if (refusal && refusal->error && is_word(*refusal->error))
        return fmt::format("oauth {}", *refusal->error);
    return fmt::format("oauth {}", answer.status);
}

}  // namespace

Task<std::expected<std::string, std::string>> AccessTokens::get() {
    auto const now = clock_->now();
    {
        std::lock_guard const lock(mutex_);
        if (!token_.empty() && now < ends_)
            co_return token_;
    }
    client::HttpRequest request{
        .method = "POST",
        .url = options_.token_url,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
        .body = fmt::format("grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
                            percent_encoded(options_.client_id), percent_encoded(options_.client_secret),
                            percent_encoded(options_.refresh_token)),
        .max_bytes = 64 * 1024};
    auto const answer = co_await client_->send(std::move(request));
    if (!answer)
        co_return std::unexpected("oauth: no answer");
    if (answer->status != 200)
        co_return std::unexpected(reason_of(*answer));
    auto const read = contract::decode<Answer>(answer->body);
    if (!read || !read->access_token || read->access_token->empty())
        co_return std::unexpected("oauth: no token in the answer");
    std::lock_guard const lock(mutex_);
    token_ = *read->access_token;
    auto const life = std::clamp<std::int64_t>(read->expires_in.value_or(300), 0, 86'400);
    ends_ = now + seconds{life} - minutes{1};
    co_return token_;
}

void AccessTokens::forget(std::string const& token) {
    std::lock_guard const lock(mutex_);
    if (token_ == token)
        token_.clear();
}

}  // namespace ax::mail

#include "platform/http/chunked.h"
#include "platform/http/connection.h"

#include <algorithm>
#include <utility>

// The reading half of a connection: from bytes to a complete request, or to the reason why there is none.
namespace ax::http {
namespace {

constexpr std::size_t kRead = 4 * 1024;
constexpr std::size_t kBodyStep = 64 * 1024;
constexpr Refusal kTooLarge{413, "request.body_too_large"};

}  // namespace

// The read ended with nothing: too slow is answered, gone is not.
Refusal Connection::ended_early() {
    if (timed_out_ && phase_ != Phase::idle && (phase_ != Phase::head || !input_.empty()))
        return {408, "request.timeout"};
    over_ = true;
    return {};
}

Task<Refusal> Connection::read_request() {
    auto const& limits = lane_.shared().options.limits;
    Refusal refusal;
    framing_ = {};
    request_.headers.clear();
    scanner_.reset();
    // The very first request has its deadline from the connection's start.
    if (!input_.empty())
        enter(Phase::head);
    else if (transport_->sent() != 0)
        enter(Phase::idle);
    while (true) {
        // Empty lines before a request are skipped (RFC 9112 section 2.2).
        while (input_.view().starts_with("\r\n")) input_.consume(2);
        if (input_.view() != "\r") {
            head_size_ = scanner_.scan(input_.view(), limits.header_bytes, limits.header_count, refusal);
            if (refusal)
                co_return refusal;
            if (head_size_ != 0)
                break;
        }
        auto const space = input_.prepare(kRead / 2);
        auto const got = co_await transport_->read(space.data, space.size);
        if (got == 0)
            co_return ended_early();
        input_.commit(got);
        if (phase_ == Phase::idle)
            enter(Phase::head);
    }
    refusal = parse_head(input_.view().substr(0, head_size_), request_, framing_);
    if (refusal)
        co_return refusal;
    refusal = admit();
    if (refusal)
        co_return refusal;
    std::string_view const rest = input_.view().substr(head_size_);
    if (framing_.content_length <= rest.size() && !framing_.chunked) {
        request_.body = rest.substr(0, framing_.content_length);
        head_size_ += framing_.content_length;
        co_return Refusal{};
    }
    enter(Phase::body);
    if (framing_.expects_continue && rest.empty() &&
        !co_await transport_->write("HTTP/1.1 100 Continue\r\n\r\n", {})) {
        over_ = true;
        co_return Refusal{};
    }
    co_return framing_.chunked ? co_await read_chunked_body(rest) : co_await read_sized_body(rest);
}

// Usual requests don't ask the handler. Large bodies only as many at one time as the process can hold.
Refusal Connection::admit() {
    Shared& shared = lane_.shared();
    auto const& limits = shared.options.limits;
    most_body_ = limits.body_bytes;
    if (request_.verb != Verb::other && !framing_.chunked && framing_.content_length <= most_body_)
        return {};
    Allowance const allowed = shared.handler.allowance(request_);
    if (request_.verb == Verb::other && !allowed.any_method)
        return {501, "request.method_unknown"};
    most_body_ = std::max(most_body_, allowed.body_bytes);
    if (framing_.content_length > most_body_)
        return kTooLarge;
    bool const may_be_large =
        framing_.content_length > limits.body_bytes || (framing_.chunked && most_body_ > limits.body_bytes);
    if (!may_be_large)
        return {};
    large_body_ = true;
    if (++shared.large_bodies <= limits.large_bodies)
        return {};
    release_large_body();
    return {503, "request.too_many_large_bodies"};
}

void Connection::release_large_body() noexcept {
    if (std::exchange(large_body_, false))
        --lane_.shared().large_bodies;
}

// Grows with what comes, not with what was announced.
Task<Refusal> Connection::read_sized_body(std::string_view rest) {
    auto const length = static_cast<std::size_t>(framing_.content_length);
    body_.assign(rest);
    head_size_ += rest.size();
    while (body_.size() < length) {
        std::size_t const had = body_.size();
        std::size_t const step = std::min(length - had, std::max(kBodyStep, had));
        body_.resize(had + step);
        auto const got = co_await transport_->read(body_.data() + had, step);
        body_.resize(had + got);
        if (got == 0)
            co_return ended_early();
        progress();
    }
    request_.body = body_;
    co_return Refusal{};
}

Task<Refusal> Connection::read_chunked_body(std::string_view rest) {
    using Outcome = ChunkDecoder::Outcome;
    ChunkDecoder decoder;
    head_size_ += rest.size();
    std::string raw;
    while (true) {
        switch (decoder.feed(rest, body_, most_body_)) {
            case Outcome::done:
                request_.body = body_;
                carry_.assign(rest);
                co_return Refusal{};
            case Outcome::malformed:
                co_return Refusal{400, "request.malformed"};
            case Outcome::too_large:
                co_return kTooLarge;
            case Outcome::more:
                break;
        }
        raw.resize(2 * kRead);
        auto const got = co_await transport_->read(raw.data(), raw.size());
        if (got == 0)
            co_return ended_early();
        progress();
        rest = std::string_view(raw).substr(0, got);
    }
}

}  // namespace ax::http

#include "platform/blobs/bucket.h"

#include <utility>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

constexpr std::size_t kLargest = 16UL * 1024 * 1024;

[[noreturn]] void no_answer(client::ClientError const& error) {
    using Kind = client::ClientError::Kind;
    bool const sent = error.kind != Kind::invalid && error.kind != Kind::connect && error.kind != Kind::tls;
    throw Unreachable(error.detail,
                      sent ? Unreachable::Outcome::unknown : Unreachable::Outcome::nothing_done);
}

std::string aside(std::string name) { return name += ".gone"; }

}  // namespace

Task<client::HttpAnswer> Bucket::send(client::HttpRequest request) {
    request.max_bytes = kLargest;
    auto answer = co_await client_.send(std::move(request));
    if (!answer)
        no_answer(answer.error());
    co_return *std::move(answer);
}

void Bucket::refused(int status, std::string_view code) {
    bool const ours = status >= 400 && status < 500;
    throw Unreachable(fmt::format("the store answers {}{}{}", status, code.empty() ? "" : " ", code),
                      ours ? Unreachable::Outcome::nothing_done : Unreachable::Outcome::unknown);
}

Task<std::shared_ptr<std::string const>> Bucket::get(std::string name) {
    auto bytes = co_await read(name);
    // It may come back between the questions.
    for (auto const& place : {aside(name), name})
        if (!bytes)
            bytes = co_await read(place);
    if (!bytes)
        co_return nullptr;
    co_return std::make_shared<std::string const>(*std::move(bytes));
}

Task<std::optional<std::int64_t>> Bucket::size(std::string name) {
    auto bytes = co_await measure(name);
    for (auto const& place : {aside(name), name})
        if (!bytes)
            bytes = co_await measure(place);
    co_return bytes;
}

std::string host_of(std::string_view setting, std::string_view address) {
    for (auto const& [scheme, port] : {std::pair<std::string_view, std::string_view>{"https://", ":443"},
                                       std::pair<std::string_view, std::string_view>{"http://", ":80"}}) {
        if (!address.starts_with(scheme))
            continue;
        auto host = address.substr(scheme.size());
        if (host.ends_with(port))
            host.remove_suffix(port.size());
        if (!host.empty() && !host.contains('/') && !host.contains('@') && !host.contains('?'))
            return std::string(host);
    }
    throw std::invalid_argument(fmt::format("{} must be https://HOST[:PORT], without a path", setting));
}

Task<void> BucketStore::put(std::string_view key, std::string_view bytes) {
    return bucket_.put(name_of(folder(), key), bytes);
}

Task<std::shared_ptr<std::string const>> BucketStore::get(std::string_view key) {
    return bucket_.get(name_of(folder(), key));
}

Task<void> BucketStore::set_aside(std::string_view key) {
    auto const name = name_of(folder(), key);
    return bucket_.rename(name, aside(name));
}

Task<void> BucketStore::restore(std::string_view key) {
    auto const name = name_of(folder(), key);
    return bucket_.rename(aside(name), name);
}

Task<void> BucketStore::forget(std::string_view key) { return bucket_.remove(aside(name_of(folder(), key))); }

}  // namespace ax::blobs

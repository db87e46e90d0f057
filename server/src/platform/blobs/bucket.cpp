#include "platform/blobs/bucket.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <charconv>
#include <map>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

constexpr std::size_t kLargest = 16UL * 1024 * 1024;
constexpr Duration kCheckPatience = seconds{1};
constexpr int kMissing = 404;

// `https://host[:port]` as a client sends it: the scheme's own port is left out.
std::string host_in(std::string_view endpoint) {
    for (auto const& [scheme, port] : {std::pair<std::string_view, std::string_view>{"https://", ":443"},
                                       std::pair<std::string_view, std::string_view>{"http://", ":80"}}) {
        if (!endpoint.starts_with(scheme))
            continue;
        auto host = endpoint.substr(scheme.size());
        if (host.ends_with(port))
            host.remove_suffix(port.size());
        if (!host.empty() && !host.contains('/') && !host.contains('@') && !host.contains('?'))
            return std::string(host);
    }
    throw std::invalid_argument("AX_S3_ENDPOINT must be https://HOST[:PORT], without a path");
}

// What the service says of itself, such as SignatureDoesNotMatch; a HEAD's answer says nothing.
std::string_view code_in(std::string_view body) {
    constexpr std::string_view kBegin = "<Code>";
    auto const begin = body.find(kBegin);
    auto const end = body.find("</Code>");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return {};
    auto const code = body.substr(begin + kBegin.size(), end - begin - kBegin.size());
    return code.size() <= 64 ? code : std::string_view{};
}

[[noreturn]] void no_answer(client::ClientError const& error) {
    using Kind = client::ClientError::Kind;
    bool const sent = error.kind != Kind::invalid && error.kind != Kind::connect && error.kind != Kind::tls;
    throw Unreachable(error.detail,
                      sent ? Unreachable::Outcome::unknown : Unreachable::Outcome::nothing_done);
}

[[noreturn]] void refused(int status, std::string_view body) {
    auto const code = code_in(body);
    bool const ours = status >= 400 && status < 500;
    throw Unreachable(fmt::format("the store answers {}{}{}", status, code.empty() ? "" : " ", code),
                      ours ? Unreachable::Outcome::nothing_done : Unreachable::Outcome::unknown);
}

std::string aside(std::string name) { return name += ".gone"; }

}  // namespace

Bucket::Bucket(client::Client& client, Clock const& clock, BucketOptions options)
    : client_(client), clock_(clock), options_(std::move(options)) {
    while (options_.endpoint.ends_with('/')) options_.endpoint.pop_back();
    host_ = host_in(options_.endpoint);
}

Task<client::HttpAnswer> Bucket::ask(Question question) {
    auto const path = fmt::format("/{}{}", options_.bucket, question.path);
    std::map<std::string, std::string> headers{
        {"host", host_},
        {"x-amz-date", amz_date(clock_.now())},
        {"x-amz-content-sha256", crypto::to_hex(crypto::bytes(crypto::sha256(question.body)))}};
    if (!question.copy_source.empty())
        headers.emplace("x-amz-copy-source", std::move(question.copy_source));
    client::HttpRequest request{.method = question.method,
                                .url = options_.endpoint + path,
                                .body = std::string(question.body),
                                .timeout = question.patience.value_or(options_.patience),
                                .max_bytes = kLargest};
    request.headers.push_back(
        {"authorization",
         s3_authorization({.method = question.method, .path = path, .headers = headers}, options_.keys)});
    for (auto& [name, value] : headers)
        if (name != "host")
            request.headers.push_back({name, std::move(value)});
    auto answer = co_await client_.send(std::move(request));
    if (!answer)
        no_answer(answer.error());
    if ((answer->status < 200 || answer->status > 299) && answer->status != kMissing)
        refused(answer->status, answer->body);
    co_return *std::move(answer);
}

Task<void> Bucket::put(std::string name, std::string_view bytes) {
    auto const answer = co_await ask({.method = "PUT", .path = "/" + name, .body = bytes});
    if (answer.status == kMissing)
        refused(answer.status, answer.body);
}

Task<client::HttpAnswer> Bucket::look(std::string method, std::string name) {
    auto answer = co_await ask({.method = method, .path = "/" + name});
    // It may come back between the questions.
    for (auto const& place : {aside(name), name})
        if (answer.status == kMissing)
            answer = co_await ask({.method = method, .path = "/" + place});
    co_return answer;
}

Task<std::shared_ptr<std::string const>> Bucket::get(std::string name) {
    auto answer = co_await look("GET", std::move(name));
    if (answer.status != kMissing)
        co_return std::make_shared<std::string const>(std::move(answer.body));
    // A bucket that isn't there has none of the files that rows name, and that is no reason to say so.
    if (code_in(answer.body) == "NoSuchBucket")
        refused(answer.status, answer.body);
    co_return nullptr;
}

Task<std::optional<std::int64_t>> Bucket::size(std::string name) {
    auto const answer = co_await look("HEAD", std::move(name));
    if (answer.status == kMissing)
        co_return std::nullopt;
    auto const length = answer.header("content-length");
    std::int64_t bytes = 0;
    if (std::from_chars(length.data(), length.data() + length.size(), bytes).ec != std::errc{})
        refused(answer.status, {});
    co_return bytes;
}

Task<bool> Bucket::copy(std::string from, std::string to) {
    auto const answer = co_await ask(
        {.method = "PUT", .path = "/" + to, .copy_source = fmt::format("/{}/{}", options_.bucket, from)});
    if (answer.status == kMissing)
        co_return false;
    // A copy that fails on the way says so in the body of a 200.
    if (answer.body.contains("<Error>"))
        throw Unreachable(fmt::format("the store can't copy: {}", code_in(answer.body)),
                          Unreachable::Outcome::unknown);
    co_return true;
}

Task<void> Bucket::remove(std::string name) { (void)co_await ask({.method = "DELETE", .path = "/" + name}); }

Task<void> Bucket::check() {
    auto const answer = co_await ask({.method = "HEAD", .path = {}, .patience = kCheckPatience});
    if (answer.status == kMissing)
        throw Unreachable("the bucket does not exist", Unreachable::Outcome::nothing_done);
}

Task<void> BucketStore::put(std::string_view key, std::string_view bytes) {
    return bucket_.put(name_of(folder(), key), bytes);
}

Task<std::shared_ptr<std::string const>> BucketStore::get(std::string_view key) {
    return bucket_.get(name_of(folder(), key));
}

// There is no renaming: a copy, then a removal. Between them the file stands in both places. Who puts it
// before the removal, and loses it by that, has committed a row before, and so it is restored.
Task<void> BucketStore::set_aside(std::string_view key) {
    auto const name = name_of(folder(), key);
    // What was not copied was put by somebody just now.
    if (co_await bucket_.copy(name, aside(name)))
        co_await bucket_.remove(name);
}

Task<void> BucketStore::restore(std::string_view key) {
    auto const name = name_of(folder(), key);
    if (co_await bucket_.copy(aside(name), name))
        co_await bucket_.remove(aside(name));
}

Task<void> BucketStore::forget(std::string_view key) { return bucket_.remove(aside(name_of(folder(), key))); }

}  // namespace ax::blobs

#include "platform/blobs/s3_bucket.h"

#include "platform/blobs/s3_xml.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <charconv>
#include <map>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

constexpr int kMissing = 404;
constexpr std::size_t kOnePut = 8UL * 1024 * 1024;

}  // namespace

S3Bucket::S3Bucket(client::Client& client, Clock const& clock, S3Options options)
    : Bucket(client), clock_(clock), options_(std::move(options)) {
    while (options_.endpoint.ends_with('/')) options_.endpoint.pop_back();
    host_ = host_of("AX_S3_ENDPOINT", options_.endpoint);
}

Task<client::HttpAnswer> S3Bucket::ask(Question question) {
    auto const path = fmt::format("/{}{}", options_.bucket, question.path);
    std::map<std::string, std::string> headers{
        {"host", host_},
        {"x-amz-date", amz_date(clock_.now())},
        {"x-amz-content-sha256", crypto::to_hex(crypto::bytes(crypto::sha256(question.body)))}};
    if (!question.copy_source.empty())
        headers.emplace("x-amz-copy-source", std::move(question.copy_source));
    auto const& query = question.query;
    client::HttpRequest request{.method = question.method,
                                .url = options_.endpoint + path + (query.empty() ? "" : "?" + query),
                                .body = std::string(question.body),
                                .timeout = question.patience.value_or(options_.patience)};
    request.headers.push_back(
        {"authorization",
         s3_authorization({.method = question.method, .path = path, .query = query, .headers = headers},
                          options_.keys)});
    for (auto& [name, value] : headers)
        if (name != "host")
            request.headers.push_back({name, std::move(value)});
    auto answer = co_await send(std::move(request));
    if ((answer.status < 200 || answer.status > 299) && answer.status != kMissing)
        refused(answer.status, s3_code(answer.body));
    co_return answer;
}

// The friendly page of something in between is not what was asked for, and has kept nothing.
void S3Bucket::expect_object(client::HttpAnswer const& answer) {
    if (answer.header("etag").empty())
        refused(answer.status, "without an ETag");
}

Task<void> S3Bucket::put(std::string name, std::string_view bytes) {
    if (bytes.size() > kOnePut)
        co_return co_await put_in_parts("/" + name, bytes);
    auto const answer = co_await ask({.method = "PUT", .path = "/" + name, .body = bytes});
    if (answer.status == kMissing)
        refused(answer.status, s3_code(answer.body));
    expect_object(answer);
}

Task<std::optional<std::string>> S3Bucket::read(std::string name) {
    auto answer = co_await ask({.method = "GET", .path = "/" + name});
    if (answer.status != kMissing) {
        expect_object(answer);
        co_return std::move(answer.body);
    }
    // A bucket that isn't there has none of the files that rows name, and that is no reason to say so.
    if (s3_code(answer.body) == "NoSuchBucket")
        refused(answer.status, s3_code(answer.body));
    co_return std::nullopt;
}

Task<std::optional<std::int64_t>> S3Bucket::measure(std::string name) {
    auto const answer = co_await ask({.method = "HEAD", .path = "/" + name});
    if (answer.status == kMissing)
        co_return std::nullopt;
    expect_object(answer);
    auto const length = answer.header("content-length");
    std::int64_t bytes = 0;
    if (std::from_chars(length.data(), length.data() + length.size(), bytes).ec != std::errc{})
        refused(answer.status, {});
    co_return bytes;
}

// There is no renaming: a copy, then a removal. Between them the file stands in both places. Who puts it
// before the removal, and loses it by that, has committed a row before, and so it is restored.
Task<void> S3Bucket::rename(std::string from, std::string to) {
    auto const answer = co_await ask(
        {.method = "PUT", .path = "/" + to, .copy_source = fmt::format("/{}/{}", options_.bucket, from)});
    if (answer.status == kMissing)
        co_return;
    // A copy that fails on the way says so in the body of a 200.
    if (answer.body.contains("<Error>"))
        throw Unreachable(fmt::format("the store can't copy: {}", s3_code(answer.body)),
                          Unreachable::Outcome::unknown);
    co_await remove(std::move(from));
}

Task<void> S3Bucket::remove(std::string name) {
    (void)co_await ask({.method = "DELETE", .path = "/" + name});
}

Task<void> S3Bucket::check() {
    auto const answer = co_await ask({.method = "HEAD", .path = {}, .patience = kCheckPatience});
    if (answer.status == kMissing)
        throw Unreachable("the bucket does not exist", Unreachable::Outcome::nothing_done);
}

}  // namespace ax::blobs

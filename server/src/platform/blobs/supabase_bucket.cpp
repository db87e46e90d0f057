#include "platform/blobs/supabase_bucket.h"

#include "platform/json/object.h"

#include <charconv>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace ax::blobs {
namespace {

namespace json = boost::json;

// The longer ones are sentences, and what they name is not for logs.
std::string word_at(json::object const& object, char const* name) {
    auto text = ax::json::text_at(object, name);
    return text.size() > 64 ? std::string{} : text;
}

}  // namespace

struct SupabaseBucket::Question {
    std::string method;
    std::string path;  // below storage/v1
    std::string body = {};
    std::vector<client::HttpHeader> headers = {};
    std::optional<Duration> patience = {};
};

/// What the service said. Most refusals come as a 400 with the status that is meant in the body; their word
/// for it is `code`, and `error` of those versions that have no code.
struct SupabaseBucket::Said {
    int status = 0;
    std::string code;
    std::string body;

    explicit Said(client::HttpAnswer answer) : status(answer.status), body(std::move(answer.body)) {
        if (fine())
            return;
        auto const object = ax::json::parse_object(body).value_or(json::object{});
        code = word_at(object, "code");
        if (code.empty())
            code = word_at(object, "error");
        auto const meant = word_at(object, "statusCode");
        int number = 0;
        std::from_chars(meant.data(), meant.data() + meant.size(), number);
        if (number >= 400 && number <= 599)
            status = number;
    }
    [[nodiscard]] bool fine() const { return status >= 200 && status <= 299; }
    [[nodiscard]] std::string text(std::string_view name) const {
        return ax::json::text_at(ax::json::parse_object(body).value_or(json::object{}), name);
    }
    [[nodiscard]] bool no_such_file() const {
        return code == "NoSuchKey" || (status == 404 && (code == "not_found" || code == "Not found"));
    }
    [[nodiscard]] bool no_such_bucket() const { return code == "NoSuchBucket" || code == "Bucket not found"; }
    [[nodiscard]] bool exists_already() const {
        return code == "KeyAlreadyExists" || code == "ResourceAlreadyExists" || code == "Duplicate";
    }
};

SupabaseBucket::SupabaseBucket(client::Client& client, SupabaseOptions options)
    : Bucket(client), options_(std::move(options)) {
    while (options_.url.ends_with('/')) options_.url.pop_back();
    (void)host_of("AX_SUPABASE_URL", options_.url);
}

Task<SupabaseBucket::Said> SupabaseBucket::ask(Question question) {
    client::HttpRequest request{.method = std::move(question.method),
                                .url = fmt::format("{}/storage/v1/{}", options_.url, question.path),
                                .headers = std::move(question.headers),
                                .body = std::move(question.body),
                                .timeout = question.patience.value_or(options_.patience)};
    request.headers.push_back({"apikey", options_.service_key});
    request.headers.push_back({"authorization", "Bearer " + options_.service_key});
    co_return Said(co_await send(std::move(request)));
}

std::string SupabaseBucket::path_of(std::string_view name) const {
    return fmt::format("{}/{}", options_.bucket, name);
}

Task<void> SupabaseBucket::put(std::string name, std::string_view bytes) {
    auto const said = co_await ask({.method = "POST",
                                    .path = "object/" + path_of(name),
                                    .body = std::string(bytes),
                                    .headers = {{"x-upsert", "true"},
                                                {"cache-control", "no-store"},
                                                {"content-type", "application/octet-stream"}}});
    if (!said.fine())
        refused(said.status, said.code);
    // The friendly page of something in between has kept nothing.
    if (said.text("Key").empty())
        refused(said.status, "without the file's name");
}

Task<std::optional<std::string>> SupabaseBucket::read(std::string name) {
    auto said = co_await ask({.method = "GET", .path = "object/" + path_of(name)});
    if (said.fine())
        co_return std::move(said.body);
    if (!said.no_such_file())
        refused(said.status, said.code);
    co_return std::nullopt;
}

// A HEAD's answer has no body, and so a wrong key would look like a file that is missing.
Task<std::optional<std::int64_t>> SupabaseBucket::measure(std::string name) {
    auto const said = co_await ask({.method = "GET", .path = "object/info/" + path_of(name)});
    if (said.no_such_file())
        co_return std::nullopt;
    if (!said.fine())
        refused(said.status, said.code);
    auto const object = ax::json::parse_object(said.body).value_or(json::object{});
    auto const* const size = object.if_contains("size");
    if (size == nullptr || !size->is_int64())
        refused(said.status, "without a size");
    co_return size->get_int64();
}

Task<void> SupabaseBucket::rename(std::string from, std::string to) {
    json::object const body{{"bucketId", options_.bucket}, {"sourceKey", from}, {"destinationKey", to}};
    auto const said = co_await ask({.method = "POST",
                                    .path = "object/move",
                                    .body = json::serialize(body),
                                    .headers = {{"content-type", "application/json"}}});
    if (said.fine() || said.no_such_file())
        co_return;
    if (!said.exists_already())
        refused(said.status, said.code);
    // The name says what is in it: it is the same there, and one of them is enough.
    co_await remove(std::move(from));
}

Task<void> SupabaseBucket::remove(std::string name) {
    json::object const body{{"prefixes", json::array{name}}};
    auto const said = co_await ask({.method = "DELETE",
                                    .path = "object/" + options_.bucket,
                                    .body = json::serialize(body),
                                    .headers = {{"content-type", "application/json"}}});
    if (!said.fine())
        refused(said.status, said.code);
}

Task<void> SupabaseBucket::check() {
    auto const said =
        co_await ask({.method = "GET", .path = "bucket/" + options_.bucket, .patience = kCheckPatience});
    if (said.no_such_bucket())
        throw Unreachable("the bucket does not exist", Unreachable::Outcome::nothing_done);
    if (!said.fine())
        refused(said.status, said.code);
    if (said.text("id").empty())
        refused(said.status, "without the bucket's name");
}

}  // namespace ax::blobs

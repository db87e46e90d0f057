#include "platform/blobs/cloudinary_bucket.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/json/object.h"

#include <utility>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

namespace json = boost::json;

constexpr std::string_view kType = "authenticated";

// The format of a picture that is kept as an image; empty for what is none.
std::string_view picture_format(std::string_view name) {
    constexpr std::string_view kAside = ".gone";
    if (name.ends_with(kAside))
        name.remove_suffix(kAside.size());
    for (auto const& [ending, format] : {std::pair<std::string_view, std::string_view>{".png", "png"},
                                         {".jpg", "jpg"},
                                         {".webp", "webp"},
                                         {".gif", "gif"}})
        if (name.ends_with(ending))
            return format;
    return {};
}

// What a sentence begins with, up to where it names something: `Invalid Signature 0e33… String to sign - …`.
std::string first_words(std::string_view sentence) {
    std::size_t end = 0;
    for (std::size_t at = 0; at <= sentence.size() && at <= 64; ++at) {
        char const c = at < sentence.size() ? sentence[at] : ' ';
        if (c == ' ')
            end = at;
        else if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_')
            break;
    }
    return std::string(sentence.substr(0, end));
}

}  // namespace

struct CloudinaryBucket::Question {
    std::string name;
    std::string action;
    CloudinaryParameters parameters = {};
    std::optional<Duration> patience = {};
};

struct CloudinaryBucket::Said {
    int status;
    std::string body;
    std::string word;  // why it refuses

    explicit Said(client::HttpAnswer answer) : status(answer.status), body(std::move(answer.body)) {
        if (fine())
            return;
        auto const object = said();
        auto const* const error = object.if_contains("error");
        word = first_words(error != nullptr && error->is_object()
                               ? ax::json::text_at(error->get_object(), "message")
                               : answer.header("x-cld-error"));
    }
    [[nodiscard]] bool fine() const { return status >= 200 && status <= 299; }
    // Any other 404 is an address that is wrong.
    [[nodiscard]] bool no_such_file() const { return status == 404 && word == "Resource not found"; }
    [[nodiscard]] json::object said() const { return ax::json::parse_object(body).value_or(json::object{}); }
    // Negative if it does not say.
    [[nodiscard]] std::int64_t size() const {
        auto const object = said();
        auto const* const bytes = object.if_contains("bytes");
        return bytes != nullptr && bytes->is_int64() ? bytes->get_int64() : -1;
    }
};

CloudinaryBucket::CloudinaryBucket(client::Client& client, Clock const& clock, CloudinaryOptions options)
    : Bucket(client), clock_(clock), options_(std::move(options)), keys_(cloudinary_keys(options_.url)) {
    while (options_.api.ends_with('/')) options_.api.pop_back();
    (void)host_of("AX_CLOUDINARY_API", options_.api);
}

std::string CloudinaryBucket::address(std::string_view name, std::string_view action) const {
    return fmt::format("{}/v1_1/{}/{}/{}", options_.api, keys_.cloud,
                       picture_format(name).empty() ? "raw" : "image", action);
}

CloudinaryParameters CloudinaryBucket::signed_now(CloudinaryParameters parameters) const {
    parameters["timestamp"] = std::to_string(to_micros(clock_.now()) / 1'000'000);
    parameters["type"] = kType;
    return cloudinary_signed(std::move(parameters), keys_);
}

Task<CloudinaryBucket::Said> CloudinaryBucket::ask(Question question) {
    auto const parameters = form(signed_now(std::move(question.parameters)));
    client::HttpRequest request{.url = address(question.name, question.action),
                                .timeout = question.patience.value_or(options_.patience)};
    if (question.action == "download") {
        request.url += '?' + parameters;
    } else {
        request.method = "POST";
        request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
        request.body = parameters;
    }
    co_return Said(co_await send(std::move(request)));
}

Task<void> CloudinaryBucket::put(std::string name, std::string_view bytes) {
    auto const boundary = crypto::to_hex(crypto::random_bytes(16));
    auto const parameters = signed_now({{"overwrite", "1"}, {"public_id", name}});
    Said const said(co_await send({.method = "POST",
                                   .url = address(name, "upload"),
                                   .headers = {{"content-type", "multipart/form-data; boundary=" + boundary}},
                                   .body = multipart(parameters, bytes, boundary),
                                   .timeout = options_.patience}));
    if (!said.fine())
        refused(said.status, said.word);
    if (said.size() != static_cast<std::int64_t>(bytes.size()))
        refused(said.status, "without the size of what was sent");
}

Task<std::optional<std::string>> CloudinaryBucket::read(std::string name) {
    auto said =
        co_await ask({.name = name,
                      .action = "download",
                      .parameters = {{"public_id", name}, {"format", std::string(picture_format(name))}}});
    if (said.fine())
        co_return std::move(said.body);
    if (!said.no_such_file())
        refused(said.status, said.word);
    co_return std::nullopt;
}

// The Admin API, which has a question for it, takes 500 an hour.
Task<std::optional<std::int64_t>> CloudinaryBucket::measure(std::string name) {
    auto const said = co_await ask({.name = name, .action = "explicit", .parameters = {{"public_id", name}}});
    if (said.no_such_file())
        co_return std::nullopt;
    if (!said.fine() || said.size() < 0)
        refused(said.status, said.fine() ? "without a size" : said.word);
    co_return said.size();
}

// What is there under the new name already has the same content: names say it.
Task<void> CloudinaryBucket::rename(std::string from, std::string to) {
    auto const said = co_await ask(
        {.name = from,
         .action = "rename",
         .parameters = {
             {"from_public_id", from}, {"invalidate", "true"}, {"overwrite", "true"}, {"to_public_id", to}}});
    if (!said.fine() && !said.no_such_file())
        refused(said.status, said.word);
}

Task<void> CloudinaryBucket::remove(std::string name) {
    auto const said = co_await ask(
        {.name = name, .action = "destroy", .parameters = {{"invalidate", "true"}, {"public_id", name}}});
    auto const result = ax::json::text_at(said.said(), "result");
    if (!said.fine() || (result != "ok" && result != "not found"))
        refused(said.status, said.word);
}

// Whether there is such a file does not matter: who may not ask reads something else.
Task<void> CloudinaryBucket::check() {
    std::string const name = "aspirex-check";
    auto const said = co_await ask({.name = name,
                                    .action = "explicit",
                                    .parameters = {{"public_id", name}},
                                    .patience = kCheckPatience});
    if (!said.no_such_file() && said.size() < 0)
        refused(said.status, said.word);
}

}  // namespace ax::blobs

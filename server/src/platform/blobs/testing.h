#pragma once

#include "platform/blobs/open_bucket.h"
#include "platform/client/testing.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

/// For tests of what keeps files: services that speak as much as our buckets ask for.
namespace ax::blobs::testing {

class ScriptedService {
public:
    virtual ~ScriptedService() = default;
    ScriptedService(ScriptedService const&) = delete;
    ScriptedService& operator=(ScriptedService const&) = delete;

    [[nodiscard]] virtual BucketOptions options() const = 0;

    [[nodiscard]] std::map<std::string, std::string> objects() {
        std::lock_guard const lock(mutex_);
        return objects_;
    }
    void drop(std::string const& name) {
        std::lock_guard const lock(mutex_);
        objects_.erase(name);
    }
    void keep(std::string const& name, std::string bytes) {
        std::lock_guard const lock(mutex_);
        objects_[name] = std::move(bytes);
    }

    /// What every request is answered with; 0: as it should be.
    std::atomic<int> refuses = 0;
    /// Does what it is asked for and never says so.
    std::atomic<bool> silent = false;

protected:
    struct Received {
        std::string method;
        std::string path;
        std::map<std::string, std::string> headers;  // by lower-case names
        std::string body;

        [[nodiscard]] std::string header(std::string const& name) const {
            auto const found = headers.find(name);
            return found == headers.end() ? "" : found->second;
        }
    };
    using Objects = std::map<std::string, std::string>;
    using Answer = std::function<std::string(Received const&, Objects&)>;

    explicit ScriptedService(Answer answer)
        : answer_(std::move(answer)),
          peer_([this](client::testing::Connection& connection) { serve(connection); }) {}

    [[nodiscard]] std::string address() const { return fmt::format("http://127.0.0.1:{}", peer_.port()); }

    static std::string status(int code, std::string_view body = {}, std::size_t length = 0) {
        return fmt::format("HTTP/1.1 {} -\r\nContent-Length: {}\r\n\r\n{}", code,
                           body.empty() ? length : body.size(), body);
    }

private:
    static Received read(client::testing::Connection& connection) {
        Received out;
        auto const first = connection.line();
        out.method = first.substr(0, first.find(' '));
        out.path = first.substr(out.method.size() + 1, first.rfind(' ') - out.method.size() - 1);
        for (auto line = connection.line(); !line.empty(); line = connection.line()) {
            auto const colon = line.find(": ");
            auto name = line.substr(0, colon);
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
            out.headers[name] = line.substr(std::min(colon + 2, line.size()));
        }
        auto const length = out.header("content-length");
        out.body = connection.bytes(length.empty() ? 0 : std::stoul(length));
        return out;
    }
    void serve(client::testing::Connection& connection) {
        for (;;) {
            auto const request = read(connection);
            auto const text = [&] {
                std::lock_guard const lock(mutex_);
                return answer_(request, objects_);
            }();
            if (silent)
                connection.hang();
            connection.write(text);
        }
    }

    Answer answer_;
    std::mutex mutex_;
    Objects objects_;
    client::testing::Peer peer_;  // last: its threads use what stands before
};

class ScriptedS3 final : public ScriptedService {
public:
    ScriptedS3()
        : ScriptedService([this](auto const& request, auto& objects) { return answer(request, objects); }) {}

    [[nodiscard]] BucketOptions options() const override {
        return S3Options{.endpoint = address(),
                         .bucket = "people",
                         .keys = {.region = "us-east-1", .access_key = "us", .secret_key = "secret"},
                         .patience = milliseconds{200}};
    }

    /// How many parts it takes before it wants no more.
    std::atomic<std::size_t> refuses_part = 100;
    std::atomic<bool> fails_to_complete = false;
    [[nodiscard]] std::size_t unfinished() const { return parts_.size(); }

private:
    static std::string object_answer(std::string_view body, std::size_t length) {
        auto out = status(200, body, length);
        return out.insert(out.find("Content-Length"), "ETag: \"0cc175b9\"\r\n");
    }
    // The rest of a multipart upload's path behind its name, empty if it is none.
    static std::string_view query_of(Received const& request) {
        auto const at = request.path.find('?');
        return at == std::string::npos ? std::string_view{} : std::string_view(request.path).substr(at + 1);
    }
    std::string answer_parts(Received const& request, Objects& objects, std::string const& name) {
        auto const query = query_of(request);
        if (query == "uploads=")
            return status(200, "<R><UploadId>an+id</UploadId></R>");
        if (!query.ends_with("uploadId=an%2Bid"))
            return status(404, "<Error><Code>NoSuchUpload</Code></Error>");
        if (request.method == "DELETE") {
            parts_.clear();
            return status(204);
        }
        if (request.method == "PUT") {
            if (parts_.size() == refuses_part)
                return status(503, "<Error><Code>SlowDown</Code></Error>");
            parts_.push_back(request.body);
            return object_answer({}, 0);
        }
        if (request.body.find("<PartNumber>2</PartNumber><ETag>\"0cc175b9\"</ETag>") == std::string::npos ||
            fails_to_complete)
            return status(200, "<Error><Code>InternalError</Code></Error>");
        auto& made = objects[name];
        made.clear();
        for (auto const& part : parts_) made += part;
        parts_.clear();
        return status(200, "<CompleteMultipartUploadResult/>");
    }
    std::string answer(Received const& request, Objects& objects) {
        constexpr std::string_view kBucket = "/people";
        if (refuses != 0)
            return status(refuses, request.method == "HEAD" ? "" : "<Error><Code>Refused</Code></Error>");
        if (!request.header("authorization").starts_with("AWS4-HMAC-SHA256 Credential=us/") ||
            !request.path.starts_with(kBucket))
            return status(403);
        auto const place = request.path.substr(0, request.path.find('?'));
        auto const name = place.substr(std::min(kBucket.size() + 1, place.size()));
        if (!query_of(request).empty())
            return answer_parts(request, objects, name);
        auto const copy_source = request.header("x-amz-copy-source");
        if (name.empty())
            return status(200);
        if (request.method == "PUT" && copy_source.empty()) {
            objects[name] = request.body;
            return object_answer({}, 0);
        }
        auto const from = copy_source.empty() ? name : copy_source.substr(kBucket.size() + 1);
        if (request.method == "DELETE") {
            objects.erase(name);
            return status(204);
        }
        auto const found = objects.find(from);
        if (found == objects.end())
            return status(404, request.method == "HEAD" ? "" : "<Error><Code>NoSuchKey</Code></Error>");
        if (request.method == "HEAD")
            return object_answer({}, found->second.size());
        if (request.method == "GET")
            return object_answer(found->second, 0);
        objects[name] = found->second;
        return status(200, "<CopyObjectResult/>");
    }

    std::vector<std::string> parts_;  // of one upload at a time
};

class ScriptedSupabase final : public ScriptedService {
public:
    ScriptedSupabase()
        : ScriptedService([this](auto const& request, auto& objects) { return answer(request, objects); }) {}

    [[nodiscard]] BucketOptions options() const override {
        return SupabaseOptions{.url = address(),
                               .bucket = "people",
                               .service_key = "service-key",
                               .patience = milliseconds{200}};
    }

    /// As newer versions refuse: with the status itself and a code.
    std::atomic<bool> newer = false;

private:
    [[nodiscard]] std::string refusal(int meant, std::string_view error, std::string_view code) const {
        if (newer)
            return status(meant, fmt::format(R"({{"code":"{}","message":"…"}})", code));
        return status(meant == 500 || meant == 200 ? meant : 400,
                      fmt::format(R"({{"statusCode":"{}","error":"{}","message":"…"}})", meant, error));
    }
    std::string answer(Received const& request, Objects& objects) const {
        if (refuses != 0)
            return refusal(refuses, "Refused", "Refused");
        if (request.header("apikey") != "service-key" ||
            request.header("authorization") != "Bearer service-key")
            return refusal(403, "Unauthorized", "AccessDenied");
        if (request.path == "/storage/v1/object/move")
            return move(body_of(request), objects);
        if (request.method == "DELETE" && request.path == "/storage/v1/object/people") {
            for (auto const& name : body_of(request).at("prefixes").as_array())
                objects.erase(std::string(name.as_string()));
            return status(200, "[]");
        }
        if (request.path == "/storage/v1/bucket/people")
            return status(200, R"({"id":"people","public":false})");
        if (request.path.starts_with("/storage/v1/bucket/"))
            return refusal(404, "Bucket not found", "NoSuchBucket");
        bool const info = request.path.starts_with("/storage/v1/object/info/people/");
        auto const name = request.path.substr(
            std::min(request.path.size(),
                     std::string_view(info ? "/storage/v1/object/info/people/" : "/storage/v1/object/people/")
                         .size()));
        if (request.method == "POST") {
            if (request.header("x-upsert") != "true" && objects.contains(name))
                return refusal(409, "Duplicate", "KeyAlreadyExists");
            objects[name] = request.body;
            return status(200, R"({"Key":"people/…"})");
        }
        auto const found = objects.find(name);
        if (found == objects.end())
            return refusal(404, "not_found", "NoSuchKey");
        return status(200, info ? fmt::format(R"({{"size":{}}})", found->second.size()) : found->second);
    }
    [[nodiscard]] std::string move(boost::json::object const& asked, Objects& objects) const {
        auto const from = objects.find(std::string(asked.at("sourceKey").as_string()));
        std::string const to(asked.at("destinationKey").as_string());
        if (from == objects.end())
            return refusal(404, "not_found", "NoSuchKey");
        if (objects.contains(to))
            return refusal(409, "Duplicate", "KeyAlreadyExists");
        objects[to] = from->second;
        objects.erase(from);
        return status(200, R"({"message":"Successfully moved"})");
    }
    static boost::json::object body_of(Received const& request) {
        return boost::json::parse(request.body).as_object();
    }
};

}  // namespace ax::blobs::testing

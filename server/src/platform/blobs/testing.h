#pragma once

#include "platform/blobs/bucket.h"
#include "platform/client/testing.h"

#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include <fmt/format.h>

/// For tests of what keeps files: a service that speaks as much S3 as our Bucket asks for.
namespace ax::blobs::testing {

class ScriptedS3 {
public:
    ScriptedS3() : peer_([this](client::testing::Connection& connection) { serve(connection); }) {}

    [[nodiscard]] BucketOptions options() const {
        return {.endpoint = fmt::format("http://127.0.0.1:{}", peer_.port()),
                .bucket = "people",
                .keys = {.region = "us-east-1", .access_key = "us", .secret_key = "secret"},
                .patience = milliseconds{200}};
    }
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

private:
    struct Received {
        std::string method;
        std::string path;
        std::string copy_source;
        std::string body;
        bool is_signed = false;
    };

    static Received read(client::testing::Connection& connection) {
        Received out;
        auto const first = connection.line();
        out.method = first.substr(0, first.find(' '));
        out.path = first.substr(out.method.size() + 1, first.rfind(' ') - out.method.size() - 1);
        std::size_t length = 0;
        for (auto line = connection.line(); !line.empty(); line = connection.line()) {
            if (line.starts_with("Content-Length: "))
                length = std::stoul(line.substr(16));
            if (line.starts_with("x-amz-copy-source: "))
                out.copy_source = line.substr(19);
            out.is_signed |= line.starts_with("authorization: AWS4-HMAC-SHA256 Credential=us/");
        }
        out.body = connection.bytes(length);
        return out;
    }
    void serve(client::testing::Connection& connection) {
        for (;;) {
            auto const request = read(connection);
            auto const text = answer(request);
            if (silent)
                connection.hang();
            connection.write(text);
        }
    }
    static std::string status(int code, std::string_view body = {}, std::size_t length = 0) {
        return fmt::format("HTTP/1.1 {} -\r\nContent-Length: {}\r\n\r\n{}", code,
                           body.empty() ? length : body.size(), body);
    }
    std::string answer(Received const& request) {
        constexpr std::string_view kBucket = "/people";
        if (refuses != 0)
            return status(refuses, request.method == "HEAD" ? "" : "<Error><Code>Refused</Code></Error>");
        if (!request.is_signed || !request.path.starts_with(kBucket))
            return status(403);
        std::lock_guard const lock(mutex_);
        auto const name = request.path.substr(std::min(kBucket.size() + 1, request.path.size()));
        if (name.empty())
            return status(200);
        if (request.method == "PUT" && request.copy_source.empty()) {
            objects_[name] = request.body;
            return status(200);
        }
        auto const from = request.copy_source.empty() ? name : request.copy_source.substr(kBucket.size() + 1);
        if (request.method == "DELETE") {
            objects_.erase(name);
            return status(204);
        }
        auto const found = objects_.find(from);
        if (found == objects_.end())
            return status(404, request.method == "HEAD" ? "" : "<Error><Code>NoSuchKey</Code></Error>");
        if (request.method == "HEAD")
            return status(200, {}, found->second.size());
        if (request.method == "GET")
            return status(200, found->second);
        objects_[name] = found->second;
        return status(200, "<CopyObjectResult/>");
    }

    std::mutex mutex_;
    std::map<std::string, std::string> objects_;
    client::testing::Peer peer_;  // last: its threads use what stands before
};

}  // namespace ax::blobs::testing

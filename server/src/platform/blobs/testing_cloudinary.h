#pragma once

#include "platform/blobs/testing.h"
#include "platform/crypto/encode.h"

namespace ax::blobs::testing {

/// Knows the account `people` with the key `us` and `secret`.
class ScriptedCloudinary final : public ScriptedService {
public:
    ScriptedCloudinary()
        : ScriptedService([this](auto const& request, auto& objects) { return answer(request, objects); }) {}

    [[nodiscard]] BucketOptions options() const override {
        return CloudinaryOptions{
            .url = "cloudinary://us:secret@people", .api = address(), .patience = milliseconds{200}};
    }

private:
    static std::string refusal(int code, std::string_view message) {
        return status(code, fmt::format(R"({{"error":{{"message":"{}"}}}})", message));
    }
    std::string answer(Received const& request, Objects& objects) const {
        if (refuses != 0)
            return refusal(refuses, "Refused");
        auto const question = request.path.find('?');
        auto const path = request.path.substr(0, question);
        auto const action = path.substr(path.rfind('/') + 1);
        bool const upload = action == "upload";
        auto const sent =
            upload ? parts(request)
                   : pairs(action == "download" ? request.path.substr(question + 1) : request.body);
        auto signed_ones = sent;
        for (auto const* const other : {"file", "signature", "api_key"}) signed_ones.erase(other);
        if (!path.starts_with("/v1_1/people/") || sent.at("api_key") != "us" ||
            sent.at("signature") != cloudinary_signature(signed_ones, "secret"))
            return refusal(401, "Invalid Signature 0e33. String to sign - 'public_id=…'.");
        if (upload) {
            objects[sent.at("public_id")] = sent.at("file");
            return size_of(sent.at("file"));
        }
        auto const name = sent.at(action == "rename" ? "from_public_id" : "public_id");
        auto const found = objects.find(name);
        if (action == "destroy")
            return status(200, objects.erase(name) == 1 ? R"({"result":"ok"})" : R"({"result":"not found"})");
        if (found == objects.end())
            return refusal(404, "Resource not found - " + name);
        if (action == "download")
            return status(200, found->second);
        if (action == "rename") {
            objects[sent.at("to_public_id")] = found->second;
            objects.erase(found);
            return status(200, "{}");
        }
        return size_of(found->second);
    }
    static std::string size_of(std::string const& bytes) {
        return status(200, fmt::format(R"({{"bytes":{}}})", bytes.size()));
    }
    static CloudinaryParameters pairs(std::string_view text) {
        CloudinaryParameters out;
        while (!text.empty()) {
            auto const pair = text.substr(0, text.find('&'));
            text.remove_prefix(std::min(text.size(), pair.size() + 1));
            auto const equals = pair.find('=');
            std::string value;
            for (auto rest = pair.substr(equals + 1); !rest.empty();) {
                bool const escaped = rest.front() == '%';
                value += escaped ? crypto::from_hex(lower(rest.substr(1, 2))).value()
                                 : std::string(rest.substr(0, 1));
                rest.remove_prefix(escaped ? 3 : 1);
            }
            out.emplace(pair.substr(0, equals), std::move(value));
        }
        return out;
    }
    static std::string lower(std::string_view text) {
        std::string out(text);
        std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
        return out;
    }
    static CloudinaryParameters parts(Received const& request) {
        constexpr std::string_view kName = "name=\"";
        auto const type = request.header("content-type");
        auto const boundary = "--" + type.substr(type.find('=') + 1);
        std::string_view rest = request.body;
        CloudinaryParameters out;
        for (rest.remove_prefix(boundary.size()); rest.starts_with("\r\n");) {
            auto const part = rest.substr(0, rest.find("\r\n" + boundary));
            rest.remove_prefix(part.size() + 2 + boundary.size());
            auto const name = part.substr(part.find(kName) + kName.size());
            out.emplace(name.substr(0, name.find('"')), part.substr(part.find("\r\n\r\n") + 4));
        }
        return out;
    }
};

}  // namespace ax::blobs::testing

#include "features/operations/move_files.h"

#include "features/operations/files.h"
#include "platform/blobs/folder.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <stdexcept>

#include <fmt/format.h>

namespace ax::operations {
namespace {

using Bytes = std::shared_ptr<std::string const>;

/// The data folder as blobs::Folder lays it out: `files/pictures/ab/cdef…` is `abcdef…` in `files/pictures`.
class Below final : public RemoteFiles {
public:
    explicit Below(std::filesystem::path data) : data_(std::move(data)) {}

    [[nodiscard]] std::optional<std::int64_t> size(std::string const& name) override {
        auto const bytes = get(name);
        return bytes ? std::optional(static_cast<std::int64_t>(bytes->size())) : std::nullopt;
    }
    [[nodiscard]] Bytes get(std::string const& name) override {
        auto const [folder, key] = split(name);
        return folder.get(key);
    }
    void put(std::string const& name, std::string_view bytes) override {
        auto const [folder, key] = split(name);
        folder.put(key, bytes);
    }

private:
    [[nodiscard]] std::pair<blobs::Folder, std::string> split(std::string const& name) const {
        std::filesystem::path const path(name);
        auto const prefix = path.parent_path();
        return {blobs::Folder(data_ / prefix.parent_path()),
                prefix.filename().string() + path.filename().string()};
    }

    std::filesystem::path data_;
};

std::string digest_of(std::string_view bytes) { return crypto::to_hex(crypto::bytes(crypto::sha256(bytes))); }

// A CV's name holds whose it is, too.
bool is_sound(NamedFile const& file, std::string const& bytes) {
    if (file.bytes != static_cast<std::int64_t>(bytes.size()))
        return false;
    auto const key = file.name.substr(file.name.rfind('/') - 2);
    return file.name.ends_with(".pdf") || key.substr(0, 2) + key.substr(3, 62) == digest_of(bytes);
}

}  // namespace

MovedFiles move_files(Place const& place, Target target) {
    if (place.remote == nullptr)
        throw std::runtime_error(
            "none of AX_S3_ENDPOINT, AX_SUPABASE_URL and AX_CLOUDINARY_URL names a bucket");
    Below disk(place.data);
    RemoteFiles& from = target == Target::remote ? static_cast<RemoteFiles&>(disk) : *place.remote;
    RemoteFiles& to = target == Target::remote ? *place.remote : static_cast<RemoteFiles&>(disk);
    MovedFiles out;
    for (auto const& file : named_files(*db::Plain::open(place.database))) {
        auto const there = to.get(file.name);
        if (there && is_sound(file, *there)) {
            ++out.already;
            continue;
        }
        auto const bytes = from.get(file.name);
        if (!bytes) {
            out.missing.push_back(file.name);
            continue;
        }
        if (!is_sound(file, *bytes)) {
            out.damaged.push_back(file.name);
            continue;
        }
        to.put(file.name, *bytes);
        auto const kept = to.get(file.name);
        if (!kept || digest_of(*kept) != digest_of(*bytes))
            throw std::runtime_error(
                fmt::format("{} is not in its new place as it was sent there", file.name));
        ++out.copied;
        out.bytes += file.bytes;
    }
    return out;
}

}  // namespace ax::operations

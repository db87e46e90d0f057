#include "platform/blobs/inflate.h"

#include <algorithm>
#include <array>
#include <limits>
#include <zlib.h>

namespace ax::blobs {
namespace {

constexpr std::size_t kPiece = std::size_t{32} * 1024;

struct Stream {
    Stream() : ready(inflateInit(&z) == Z_OK) {}
    ~Stream() {
        if (ready)
            inflateEnd(&z);
    }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    z_stream z{};
    bool ready;
};

}  // namespace

std::optional<std::string> Inflater::inflate(std::string_view bytes) {
    Stream stream;
    if (!stream.ready)
        return std::nullopt;
    auto& z = stream.z;
    std::string out;
    std::array<unsigned char, kPiece> piece;  // NOLINT(*-member-init): written by zlib
    for (int status = Z_OK; status != Z_STREAM_END;) {
        auto const taken = bytes.substr(0, kPiece);
        // zlib only reads there.
        z.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(taken.data()));
        z.avail_in = static_cast<uInt>(taken.size());
        z.next_out = piece.data();
        z.avail_out = static_cast<uInt>(piece.size());
        status = ::inflate(&z, Z_NO_FLUSH);
        auto const read = taken.size() - z.avail_in;
        auto const made = piece.size() - z.avail_out;
        if ((status != Z_OK && status != Z_STREAM_END) || read + made > room_)
            return std::nullopt;
        room_ -= read + made;
        bytes.remove_prefix(read);
        out.append(reinterpret_cast<char const*>(piece.data()), made);
    }
    return out;
}

}  // namespace ax::blobs

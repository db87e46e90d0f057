#include "platform/archive/reader.h"

#include "platform/crypto/sha256_stream.h"

#include <algorithm>
#include <fcntl.h>
#include <vector>

#include <fmt/format.h>

namespace ax::archive {
namespace {

constexpr std::size_t kPiece = 1024UL * 1024;

bool is_zero(std::span<char const> bytes) {
    return std::ranges::all_of(bytes, [](char c) { return c == 0; });
}

}  // namespace

Reader::Reader(std::filesystem::path const& path) : file_(path, O_RDONLY), path_(path.string()) {}

// False at the end; a file that ends in between is cut.
bool Reader::fill(std::span<char> into) {
    std::size_t got = 0;
    while (got < into.size()) {
        auto const more = file_.read(into.subspan(got));
        if (more == 0 && got > 0)
            throw Damaged(fmt::format("{} is cut off", path_));
        if (more == 0)
            return false;
        got += more;
    }
    return true;
}

void Reader::need(std::span<char> into) {
    if (!fill(into))
        throw Damaged(fmt::format("{} is cut off", path_));
}

std::optional<Header> Reader::next() {
    if (open_)
        throw std::logic_error("a part of the archive was not read");
    Block block;
    need(block);
    if (!is_zero(block)) {
        open_ = decode(block);
        return open_;
    }
    need(block);
    std::array<char, 1> behind{};
    if (!is_zero(block) || fill(behind))
        throw Damaged(fmt::format("{} goes on after its end", path_));
    return std::nullopt;
}

Part Reader::take(std::function<void(std::string_view)> const& piece) {
    Part part{.name = open_.value().name, .size = open_->size, .sha256 = {}};
    open_.reset();
    crypto::Sha256Stream sum;
    std::vector<char> buffer(std::min<std::uint64_t>(kPiece, part.size));
    for (auto left = part.size; left > 0;) {
        auto const now = std::span(buffer).first(std::min<std::uint64_t>(left, buffer.size()));
        need(now);
        sum.add({now.data(), now.size()});
        piece({now.data(), now.size()});
        left -= now.size();
    }
    Block padding;
    if (auto const over = part.size % kBlock; over != 0) {
        auto const rest = std::span(padding).first(kBlock - over);
        need(rest);
        if (!is_zero(rest))
            throw Damaged(fmt::format("there is something behind {}", part.name));
    }
    part.sha256 = sum.finish();
    return part;
}

std::string Reader::take_all(std::uint64_t most) {
    if (open_.value().size > most)
        throw Damaged(fmt::format("{} is larger than it can be", open_->name));
    std::string bytes;
    take([&](std::string_view piece) { bytes += piece; });
    return bytes;
}

}  // namespace ax::archive

#include "platform/archive/writer.h"

#include "platform/crypto/sha256_stream.h"

#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

namespace ax::archive {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 1024UL * 1024;

fs::path beside(fs::path path) { return path += fmt::format(".partial-{}", ::getpid()); }

}  // namespace

Writer::Writer(fs::path target) : target_(std::move(target)), temporary_(beside(target_)) {
    if (fs::exists(target_))
        throw fs::filesystem_error("can't make", target_, std::make_error_code(std::errc::file_exists));
    output_ = std::make_unique<File>(temporary_, O_WRONLY | O_CREAT | O_EXCL);
}

Writer::~Writer() {
    if (output_ != nullptr)
        ::unlink(temporary_.c_str());
}

void Writer::pad(std::uint64_t size) {
    static constexpr Block kZeros{};
    if (auto const over = size % kBlock; over != 0)
        output_->write({kZeros.data(), kBlock - over});
}

Part Writer::add(std::string const& name, std::string_view bytes) {
    crypto::Sha256Stream sum;
    sum.add(bytes);
    auto const head = encode({.name = name, .size = bytes.size()});
    output_->write({head.data(), head.size()});
    output_->write(bytes);
    pad(bytes.size());
    return {.name = name, .size = bytes.size(), .sha256 = sum.finish()};
}

Part Writer::add_file(std::string const& name, fs::path const& path) {
    Part part{.name = name, .size = fs::file_size(path), .sha256 = {}};
    File const source(path, O_RDONLY);
    auto const head = encode({.name = name, .size = part.size});
    output_->write({head.data(), head.size()});
    crypto::Sha256Stream sum;
    std::vector<char> buffer(kPiece);
    std::uint64_t copied = 0;
    while (auto const got = source.read(buffer)) {
        copied += got;
        if (copied > part.size)
            break;
        sum.add({buffer.data(), got});
        output_->write({buffer.data(), got});
    }
    if (copied != part.size)
        throw std::runtime_error(fmt::format("{} changed while it was read", path.string()));
    pad(copied);
    part.sha256 = sum.finish();
    return part;
}

void Writer::finish() {
    static constexpr Block kZeros{};
    for (int i = 0; i < 2; ++i) output_->write({kZeros.data(), kZeros.size()});
    output_->sync();
    rename_to_new(temporary_, target_);
    output_.reset();
    sync_folder(target_.parent_path());
}

}  // namespace ax::archive

#include "features/operations/place.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/db/plain.h"
#include "platform/db/postgres_url.h"

#include <unistd.h>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;

std::string unique_ending() {
    return fmt::format("{}_{}", ::getpid(), crypto::to_hex(crypto::random_bytes(4)));
}

}  // namespace

ScratchFolder::ScratchFolder(fs::path const& beside) : path_(beside) {
    path_ += fmt::format(".partial-{}", unique_ending());
    fs::create_directory(path_);
    fs::permissions(path_, fs::perms::owner_all);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

ScratchDatabase::ScratchDatabase(std::string const& url)
    : cluster_(url),
      name_(fmt::format("aspirex_scratch_{}", unique_ending())),
      url_(db::with_database(url, name_)) {
    db::Plain::open(cluster_, db::Access::read_write)
        ->script(fmt::format("CREATE DATABASE {}", db::quoted(name_)));
}

ScratchDatabase::~ScratchDatabase() {
    try {
        db::Plain::open(cluster_, db::Access::read_write)
            ->script(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", db::quoted(name_)));
    } catch (std::exception const& failure) {
        fmt::print(stderr, "aspirex: the database {} is left over: {}\n", name_, failure.what());
    }
}

}  // namespace ax::operations

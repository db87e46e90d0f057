#include "disk/disk.h"

#include "disk/state.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <unistd.h>

namespace ax::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSector = 512;

std::string slurp(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void spill(fs::path const& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

bool is_shared_memory(fs::path const& path) { return path.string().ends_with("-shm"); }

// How a disk behaves when its power goes: some write all they have, some nothing.
class Fate {
public:
    explicit Fate(std::mt19937_64& random) : random_(random) {
        std::uniform_real_distribution<> part(0, 1);
        auto const kind = part(random_);
        kept_ = kind < 0.2 ? 0 : kind < 0.4 ? 1 : part(random_);
        torn_ = part(random_) < 0.5 ? 0.1 : 0;
    }
    bool keeps() { return chance(kept_); }
    bool tears() { return chance(torn_); }
    bool even() { return chance(0.5); }
    std::int64_t below(std::int64_t limit) {
        return std::uniform_int_distribution<std::int64_t>(0, limit - 1)(random_);
    }
    std::string nonsense(std::size_t size) {
        std::string out(size, '\0');
        for (char& byte : out) byte = static_cast<char>(random_());
        return out;
    }

private:
    bool chance(double part) { return std::uniform_real_distribution<>(0, 1)(random_) < part; }

    std::mt19937_64& random_;
    double kept_ = 0;
    double torn_ = 0;
};

// One write that lies within one sector.
void survive(std::string& bytes, std::int64_t at, std::string_view written, Fate& fate) {
    if (!fate.keeps())
        return;
    Change piece{.at = at, .bytes = std::string(written)};
    if (fate.tears()) {
        auto const whole = static_cast<std::size_t>(fate.below(std::ssize(written)));
        piece.bytes.resize(whole);
        if (fate.even())
            piece.bytes += fate.nonsense(written.size() - whole);
    }
    make(bytes, piece);
}

std::string remains(Inode const& inode, Fate& fate) {
    std::string bytes = inode.durable;
    for (auto const& change : inode.unsynced) {
        if (change.ends_file) {
            if (fate.keeps())
                make(bytes, change);
            continue;
        }
        std::string_view rest = change.bytes;
        for (auto at = change.at; !rest.empty();) {
            auto const size = std::min<std::int64_t>(kSector - at % kSector, std::ssize(rest));
            survive(bytes, at, rest.substr(0, static_cast<std::size_t>(size)), fate);
            rest.remove_prefix(static_cast<std::size_t>(size));
            at += size;
        }
    }
    return bytes;
}

// A name that was made or taken away and not synced is as it was, or as it became.
Names remains(Names const& before, Names const& after, Fate& fate) {
    Names all = before;
    all.insert(after.begin(), after.end());
    Names left;
    for (auto const& [name, _] : all) {
        auto const& from = fate.keeps() ? after : before;
        if (auto const found = from.find(name); found != from.end())
            left.emplace(name, found->second);
    }
    return left;
}

}  // namespace

void make(std::string& bytes, Change const& change) {
    auto const at = static_cast<std::size_t>(change.at);
    if (change.ends_file)
        return bytes.resize(at);
    if (bytes.size() < at + change.bytes.size())
        bytes.resize(at + change.bytes.size());
    std::ranges::copy(change.bytes, bytes.begin() + change.at);
}

bool Disk::State::go_on() {
    if (off)
        return false;
    if (until_cut < 0)
        return true;
    if (--until_cut > 0)
        return true;
    off = true;
    return false;
}

std::int64_t Disk::State::take_room(std::int64_t bytes) {
    if (!room || bytes <= 0) {
        if (room)
            *room -= bytes;
        return bytes;
    }
    auto const taken = std::min(bytes, std::max<std::int64_t>(*room, 0));
    *room -= taken;
    return taken;
}

void Disk::State::change(Inode& inode, Change change) {
    auto const end = change.at + std::ssize(change.bytes);
    inode.size = change.ends_file ? end : std::max(inode.size, end);
    inode.unsynced.push_back(std::move(change));
}

void Disk::State::sync(Inode& inode) {
    for (auto const& change : inode.unsynced) make(inode.durable, change);
    inode.unsynced.clear();
}

DiskFolder::DiskFolder() {
    char const* const memory = "/dev/shm";
    bool const fits = ::access(memory, W_OK) == 0;
    std::string made = ((fits ? fs::path(memory) : fs::temp_directory_path()) / "ax-disk-XXXXXX").string();
    if (::mkdtemp(made.data()) == nullptr)
        throw std::runtime_error("can't make a folder");
    path = made;
}

Disk::Disk(fs::path const& folder) : state_(std::make_shared<State>()) {
    state_->folder = fs::canonical(folder).string() + "/";
    for (auto const& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file() || is_shared_memory(entry.path()))
            continue;
        auto inode = std::make_shared<Inode>();
        inode->durable = slurp(entry.path());
        inode->size = std::ssize(inode->durable);
        state_->names.emplace(state_->folder + entry.path().filename().string(), std::move(inode));
    }
    state_->durable_names = state_->names;
    attach(state_);
}

Disk::~Disk() { detach(state_); }

void Disk::cut_power_at(int call) {
    std::lock_guard const lock(state_->mutex);
    state_->until_cut = call;
    if (call == 0)
        state_->off = true;
}

bool Disk::has_power() const { return !state_->off; }

void Disk::come_back(std::mt19937_64& random) {
    std::lock_guard const lock(state_->mutex);
    Fate fate(random);
    auto const left = remains(state_->durable_names, state_->names, fate);
    for (auto const& [name, _] : state_->names) fs::remove(name);
    state_->names.clear();
    for (auto const& [name, inode] : left) {
        auto fresh = std::make_shared<Inode>();
        fresh->durable = remains(*inode, fate);
        fresh->size = std::ssize(fresh->durable);
        spill(name, fresh->durable);
        state_->names.emplace(name, std::move(fresh));
    }
    state_->durable_names = state_->names;
    for (auto const& entry : fs::directory_iterator(state_->folder))
        if (is_shared_memory(entry.path()))
            spill(entry.path(), fate.nonsense(static_cast<std::size_t>(fate.below(40'000))));
    state_->until_cut = -1;
    state_->off = false;
}

void Disk::leave_room(std::int64_t bytes) {
    std::lock_guard const lock(state_->mutex);
    state_->room = bytes;
}

void Disk::leave_endless_room() {
    std::lock_guard const lock(state_->mutex);
    state_->room.reset();
}

}  // namespace ax::testing

#pragma once

#include "disk/disk.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::testing {

struct Change {
    std::int64_t at;
    std::string bytes;
    bool ends_file = false;  // at `at`; no bytes
};

struct Inode {
    std::string durable;
    std::vector<Change> unsynced;  // in order
    std::int64_t size = 0;         // with them
    std::int64_t shared_bytes = 0;
};

using Names = std::map<std::string, std::shared_ptr<Inode>>;

struct Disk::State {
    std::string folder;  // ends with a slash

    std::mutex mutex;  // for all that follows; held across the real call, so that changes keep their order
    Names names;
    Names durable_names;
    std::int64_t until_cut = -1;  // calls; negative: never
    std::optional<std::int64_t> room;
    std::atomic<bool> off = false;

    /// Before every call that changes or syncs something. False: this one does not come to its end.
    bool go_on();
    /// How many of `bytes` more there is room for; they are taken.
    std::int64_t take_room(std::int64_t bytes);
    void change(Inode& inode, Change change);
    static void sync(Inode& inode);
};

/// The disk on which a file of this path lies.
std::shared_ptr<Disk::State> disk_of(char const* path);
void attach(std::shared_ptr<Disk::State> state);
void detach(std::shared_ptr<Disk::State> const& state);

/// Changes the bytes of a file as it says.
void make(std::string& bytes, Change const& change);

}  // namespace ax::testing

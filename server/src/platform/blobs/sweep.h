#pragma once

#include "base/task.h"
#include "platform/blobs/folder.h"
#include "platform/runtime/pool.h"

#include <string>

namespace ax::blobs {

/// Removes a file that no row names any more: set aside first, and only then is asked, so that one who puts
/// the same content meanwhile finds it gone and writes it again. `is_named` is () -> Task<bool>; pool, folder
/// and digest outlive the task.
template <class IsNamed>
Task<void> sweep(runtime::Pool& pool, Folder const& folder, std::string const& digest, IsNamed is_named) {
    (void)co_await pool.run([&] {
        folder.set_aside(digest);
        return true;
    });
    bool const named = co_await is_named();
    (void)co_await pool.run([&] {
        named ? folder.restore(digest) : folder.forget(digest);
        return true;
    });
}

}  // namespace ax::blobs

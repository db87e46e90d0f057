#pragma once

#include "base/task.h"
#include "platform/blobs/folder.h"
#include "platform/runtime/pool.h"

#include <string>

namespace ax::blobs {

/// Removes a file that nobody needs: set aside first, and only then is asked, so that one who puts the same
/// content meanwhile finds it gone and writes it again. Whoever puts a file commits its row before.
/// `forget_row` is () -> Task<bool>: removes the row that made it a candidate and says whether another one
/// names the file. Asked in the middle, so that a process that dies before leaves the row for the next time.
/// Pool, folder and digest outlive the task.
template <class ForgetRow>
Task<void> sweep(runtime::Pool& pool, Folder const& folder, std::string const& digest, ForgetRow forget_row) {
    (void)co_await pool.run([&] {
        folder.set_aside(digest);
        return true;
    });
    bool const named = co_await forget_row();
    (void)co_await pool.run([&] {
        named ? folder.restore(digest) : folder.forget(digest);
        return true;
    });
}

}  // namespace ax::blobs

#pragma once

#include "base/task.h"
#include "platform/blobs/store.h"

#include <string>

namespace ax::blobs {

/// Removes a file that nobody needs: set aside first, and only then is asked, so that one who puts the same
/// content meanwhile finds it gone and writes it again. Whoever puts a file commits its row before.
/// `forget_row` is () -> Task<bool>: removes the row that made it a candidate and says whether another one
/// names the file. Asked in the middle, so that a process that dies before leaves the row for the next time.
/// Store and key outlive the task.
template <class ForgetRow>
Task<void> sweep(Store& store, std::string const& key, ForgetRow forget_row) {
    co_await store.set_aside(key);
    bool const named = co_await forget_row();
    if (named)
        co_await store.restore(key);
    else
        co_await store.forget(key);
}

}  // namespace ax::blobs

#pragma once

#include "base/task.h"
#include "platform/blobs/store.h"

#include <exception>
#include <string>
#include <string_view>

namespace ax::blobs {

/// Puts a file whose row was committed before: bytes without one would never be collected. Where surely none
/// of them arrived, `take_back_row`, () -> Task, removes the row again; what may have arrived keeps it.
/// What is passed outlives the task.
template <class TakeBackRow>
Task<void> keep(Store& store, std::string const& key, std::string_view bytes, TakeBackRow take_back_row) {
    std::exception_ptr failure;
    bool arrived = true;
    try {
        co_await store.put(key, bytes);
    } catch (Unreachable const& unreachable) {
        arrived = unreachable.may_be_done();
        failure = std::current_exception();
    }
    if (!arrived)
        (void)co_await take_back_row();
    if (failure)
        std::rethrow_exception(failure);
}

}  // namespace ax::blobs

#pragma once

#include "platform/runtime/loop.h"

#include <memory>

using CURL = void;

namespace ax::client {

/// libcurl's multi interface driven by one loop's sockets and timer: curl says which sockets it waits for,
/// Asio says when they are ready. One thread, no polling. For platform/client's own sources.
class Multi {
public:
    explicit Multi(runtime::Loop& loop);
    ~Multi();
    Multi(Multi const&) = delete;
    Multi& operator=(Multi const&) = delete;

    /// Runs a prepared easy handle to its end; the value is a CURLcode. The handle must outlive the await.
    /// CURLOPT_PRIVATE is used.
    Task<int> perform(CURL* easy);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace ax::client

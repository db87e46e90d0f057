#include "platform/socketio/server_core.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/socketio/live_client.h"

namespace ax::socketio {

void Returns::add(std::string_view pid, std::shared_ptr<LiveClient> const& client) {
    std::lock_guard const lock(mutex_);
    clients_.emplace(pid, client);
}

void Returns::remove(std::string_view pid) {
    std::lock_guard const lock(mutex_);
    if (auto const found = clients_.find(pid); found != clients_.end())
        clients_.erase(found);
}

std::shared_ptr<LiveClient> Returns::find(std::string_view pid) const {
    std::lock_guard const lock(mutex_);
    auto const found = clients_.find(pid);
    return found == clients_.end() ? nullptr : found->second.lock();
}

std::string new_client_id() { return crypto::to_base64url(crypto::random_bytes(15)); }

}  // namespace ax::socketio

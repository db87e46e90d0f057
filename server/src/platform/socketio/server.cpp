#include "platform/socketio/server.h"

#include "platform/socketio/connection.h"
#include "platform/socketio/engine.h"
#include "platform/socketio/server_core.h"

#include <utility>

namespace ax::socketio {

struct Server::State {
    State(Options const& options, OriginAllowed origin)
        : engine(options, std::move(origin), [core = core](std::shared_ptr<EngineSession> const& session) {
              return std::make_shared<Connection>(core, session);
          }) {
        core->options = options;
    }
    std::shared_ptr<ServerCore> core = std::make_shared<ServerCore>();
    Engine engine;
};

Server::Server(Options options, OriginAllowed origin)
    : state_(std::make_shared<State>(options, std::move(origin))) {}
Server::~Server() = default;

void Server::add(std::string nsp, Connect connect) {
    state_->core->namespaces.insert_or_assign(std::move(nsp), std::move(connect));
}

Task<http::Response> Server::handle(http::Request const& request) { return state_->engine.handle(request); }
void Server::drain(Duration over) { state_->engine.drain(over); }
std::size_t Server::sessions() const noexcept { return state_->engine.sessions(); }

}  // namespace ax::socketio

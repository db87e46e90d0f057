#include "app/redis_of.h"

#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {

// Suites that measure the stack have it to themselves.
std::unique_ptr<redis::Client> redis_client(config::Values const& settings) {
    if (!settings.is_set("AX_REDIS_URL") || settings.boolean("AX_CONFORMANCE"))
        return nullptr;
    auto options = redis::parse_url(settings.text("AX_REDIS_URL"));
    if (!options)
        throw std::invalid_argument("AX_REDIS_URL " + options.error());
    options->ca_file = settings.text("AX_REDIS_CA_FILE");
    options->sentinel_password = settings.text("AX_REDIS_SENTINEL_PASSWORD");
    return std::make_unique<redis::Client>(std::move(*options));
}

std::unique_ptr<bus::RedisBus> shared_bus(redis::Client* client, std::string const& prefix) {
    if (client == nullptr)
        return nullptr;
    return std::make_unique<bus::RedisBus>(*client, bus::RedisBus::Options{.prefix = prefix});
}

}  // namespace ax::app

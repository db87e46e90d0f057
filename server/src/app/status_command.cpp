#include "app/status_command.h"

#include "app/application.h"
#include "app/host.h"
#include "features/operations/status.h"
#include "platform/client/client.h"

#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr auto kPatience = seconds{10};

// Where this machine's own server listens. With TLS its certificate names the public address.
std::string own_url(config::Values const& settings) {
    if (settings.is_set("AX_TLS_CERTIFICATE"))
        return base_url(settings);
    auto const& listen = settings.text("AX_LISTEN");
    auto const colon = listen.rfind(':');
    auto const host = listen.substr(0, colon);
    bool const any = host.empty() || host == "0.0.0.0" || host == "[::]";
    return fmt::format("http://{}{}", any ? "127.0.0.1" : host, listen.substr(colon));
}

}  // namespace

int status_command(Flags const& flags, config::Values const& settings) {
    if (flags.rest.size() > 1)
        throw std::invalid_argument("usage: aspirex status [URL] [--json]");
    auto url = flags.rest.empty() ? own_url(settings) : flags.rest[0];
    while (url.ends_with('/')) url.pop_back();
    runtime::Loop loop;
    client::Client client;
    int code = 1;
    auto const work = [&]() -> Task<void> {
        auto const ready = co_await client.send({.url = url + "/api/health/ready", .timeout = kPatience});
        if (!ready)
            throw std::runtime_error(fmt::format("{} does not answer: {}", url, ready.error().detail));
        client::HttpRequest ask{.url = url + "/metrics", .timeout = kPatience, .max_bytes = 16 * 1024 * 1024};
        if (settings.is_set("AX_METRICS_TOKEN"))
            ask.headers.push_back({"Authorization", "Bearer " + settings.text("AX_METRICS_TOKEN")});
        auto const metrics = co_await client.send(std::move(ask));
        bool const told = metrics && metrics->status == 200;
        auto const status = operations::read_status(ready->body, told ? metrics->body : "");
        if (!status)
            throw std::runtime_error(fmt::format("{} is not AspireX: HTTP {}", url, ready->status));
        auto const now = std::chrono::system_clock::now().time_since_epoch();
        fmt::print("{}",
                   flags.has("json")
                       ? operations::to_json(*status) + "\n"
                       : operations::to_text(*status, url, std::chrono::duration_cast<seconds>(now).count()));
        if (!told)
            fmt::print(stderr, "aspirex: /metrics is refused; set AX_METRICS_TOKEN to see numbers\n");
        code = status->good() ? 0 : 1;
    };
    run_on_loop(loop, work());
    return code;
}

}  // namespace ax::app

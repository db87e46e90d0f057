#include "app/demo_ports.h"
#include "app/error_reports.h"
#include "app/host.h"
#include "app/roles.h"
#include "app/stopping.h"
#include "app/toolbar.h"
#include "app/tracing.h"
#include "features/analytics/visits.h"
#include "features/auth/oidc_options.h"
#include "features/community/community.h"
#include "features/site/site.h"
#include "features/traffic/traffic.h"
#include "platform/api/boundary.h"
#include "platform/db/slow.h"
#include "platform/http/server.h"
#include "platform/http/static_files.h"
#include "platform/media/media.h"
#include "platform/runtime/memory.h"
#include "platform/telemetry/log.h"
#include "platform/toolbar/routes.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::app {
namespace {

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

Address parse_listen(std::string const& text) {
    auto const colon = text.rfind(':');
    int port = -1;
    if (colon != std::string::npos)
        try {
            port = std::stoi(text.substr(colon + 1));
        } catch (std::exception const&) {
            port = -1;
        }
    if (colon == std::string::npos || port < 0 || port > 65535)
        throw std::invalid_argument("AX_LISTEN must be HOST:PORT");
    return {text.substr(0, colon), static_cast<std::uint16_t>(port)};
}

std::string csp(config::Values const& settings) {
    // Razorpay's Checkout is a script that opens a frame; without real keys nothing foreign is allowed.
    bool const razorpay = settings.is_set("AX_RAZORPAY_KEY_ID");
    auto const reports = browser_dsn(settings);
    auto const google = auth::one_tap_sources(settings);
    return fmt::format(
        "default-src 'none'; script-src 'self'{0}{4}; style-src 'self'{5}; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'{1}{3}{6}; frame-src 'self'{2}{6}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        razorpay ? " https://checkout.razorpay.com" : "", razorpay ? " https://lumberjack.razorpay.com" : "",
        razorpay ? " https://api.razorpay.com https://checkout.razorpay.com" : "",
        reports ? " " + reports->origin : "", google.script, google.style, google.under);
}

http::ServerOptions server_options(config::Values const& settings, Address const& address) {
    http::ServerOptions options;
    options.host = address.host;
    options.port = address.port;
    options.tls_certificate = settings.text("AX_TLS_CERTIFICATE");
    options.tls_key = settings.text("AX_TLS_KEY");
    options.trusted_proxies = settings.list("AX_TRUSTED_PROXIES");
    options.cors_origins = settings.list("AX_CORS_ORIGINS");
    options.content_security_policy = csp(settings);
    options.on_exception = &api::response_for;
    return options;
}

// The sandbox is reached at our own address, which has to be known before anything is made.
std::uint16_t free_port() {
    int const fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    (void)bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    close(fd);
    return ntohs(address.sin_port);
}

// As many connections as the system allows this process.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

telemetry::Level log_level(std::string const& name) {
    if (name == "debug")
        return telemetry::Level::debug;
    if (name == "warn")
        return telemetry::Level::warn;
    return name == "error" ? telemetry::Level::error : telemetry::Level::info;
}

/// The web client, for every path that is not the API's.
class ClientFiles final : public http::Handler {
public:
    /// Tells the pages what they look like before the client's code is there, too.
    ClientFiles(std::string const& folder, bool test_mode, site::Pages& pages)
        : files_(folder), pages_(pages) {
        std::ifstream file(folder + "/first-paint.tsv", std::ios::binary);
        std::string const lines(std::istreambuf_iterator<char>(file), {});
        pages.show_first(site::FirstPaint(lines, test_mode));
    }
    Task<http::Response> handle(http::Request const& request) override {
        auto const index = files_.index();
        if (index != nullptr)
            if (auto page = co_await pages_.render(request, *index))
                co_return std::move(*page);
        co_return files_.respond(request);
    }

private:
    http::StaticFiles files_;
    site::Pages const& pages_;
};

Task<void> prepare(Host& host, config::Values const& settings, bool demo,
                   std::vector<std::string>& sign_ins) {
    bool const applied = co_await migrate_now(host.db());
    if (applied)
        telemetry::log(telemetry::Level::info, "db.migrated");
    if (host.db().engine() == db::Engine::sqlite)
        co_await host.app().end_claims_of_the_dead();
    co_await host.app().site().maintenance().refresh();
    if (!demo || settings.production())
        co_return;
    sign_ins = co_await demo::load(demo_ports(host, settings), {});
}

// What goes on without being asked, on its loop.
void begin(Application& app, runtime::Loop& loop, Roles roles, config::Values const& settings) {
    app.join(loop);
    if (roles.runs_jobs())
        app.runner().start(loop);
    app.realtime().start(loop);
    app.site().maintenance().start(loop);
    if (sends_metrics(settings))
        app.site().keep_looking(loop);
    app.visits().start(loop);
    app.traffic().start(loop);
}

void greet(std::string const& url, Roles roles, bool test_mode, std::vector<std::string> const& sign_ins) {
    fmt::print("\n  AspireX {} serves {}\n", kVersion, url);
    if (!roles.all())
        fmt::print("  Roles: {}\n", roles.text());
    if (test_mode)
        fmt::print("  TEST MODE: payments are simulated, mails are at {}/sandbox/mail/\n", url);
    for (auto const& line : sign_ins) fmt::print("  {}\n", line);
    fmt::print("  API document: {}/api/docs/   Stop with Ctrl-C\n\n", url);
    std::fflush(stdout);
}

}  // namespace

int serve(config::Values const& settings, bool demo) {
    if (settings.production() && settings.boolean("AX_CONFORMANCE"))
        throw std::invalid_argument("conformance mode is refused in production");
    Roles const roles(settings);
    check_roles(roles, settings);
    StopSignal const stop;
    telemetry::configure_log(log_level(settings.text("AX_LOG_LEVEL")), settings.text("AX_LOG_FILE"));
    if (auto const problem = media::problem_with())
        throw std::invalid_argument(*problem);
    SystemClock const clock;
    // Before everything that logs or asks the database in threads of its own, so that they go after it.
    auto const reporter = error_reporter(settings, clock);
    auto const exporter = otlp_exporter(settings, clock);
    auto const recorder = developer_toolbar(settings, exporter.get());
    db::set_slow_limit(milliseconds{settings.integer("AX_SLOW_QUERY_MS")});
    db::PlanLog const plans(database_url(settings), clock);
    raise_file_limit();
    auto address = parse_listen(settings.text("AX_LISTEN"));
    if (address.port == 0)
        address.port = free_port();
    bool const tls = settings.is_set("AX_TLS_CERTIFICATE");
    auto const self_url = fmt::format("{}://{}:{}", tls ? "https" : "http", address.host, address.port);

    auto const wanted = static_cast<std::size_t>(settings.integer("AX_THREADS"));
    std::vector<std::unique_ptr<runtime::Loop>> loops(
        wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency()));
    std::vector<runtime::Loop*> raw_loops;
    for (auto& loop : loops) raw_loops.push_back((loop = std::make_unique<runtime::Loop>()).get());

    Host host(settings, self_url, {});
    std::vector<std::string> sign_ins;
    // Migrations and demo data, before anybody is served.
    run_on_loop(*raw_loops.front(), prepare(host, settings, demo, sign_ins));

    ClientFiles files(settings.text("AX_WEB_DIR"), is_test_mode(settings), host.app().site().pages());
    host.app().router().set_fallback(files);
    if (recorder)
        toolbar::bind(host.app().router(), *recorder);
    RoleGate gate(host.app().router(), roles);
    http::Handler& handler = roles.all() ? static_cast<http::Handler&>(host.app().router()) : gate;
    http::Server server(raw_loops, handler, server_options(settings, address));
    if (auto const started = server.start(); !started) {
        fmt::print(stderr, "aspirex: can't serve on {}: {}\n", settings.text("AX_LISTEN"),
                   started.error().reason);
        return 1;
    }
    raw_loops.front()->post([&] { begin(host.app(), *raw_loops.front(), roles, settings); });
    runtime::give_back_memory();
    std::vector<std::jthread> threads;
    for (auto* const loop : raw_loops)
        threads.emplace_back([loop] {
            loop->run();
            loop->end_sleeps();
        });
    telemetry::log(telemetry::Level::info, "serve.started", {{"url", std::string_view(self_url)}});
    greet(settings.is_set("AX_BASE_URL") ? base_url(settings) : self_url, roles, is_test_mode(settings),
          sign_ins);

    stop.wait();
    wind_up(host, server, *raw_loops.front(), drain_time(settings), stop);
    // A stopped loop runs no more jobs; the goodbye is sent before.
    raw_loops.front()->post([&] {
        host.app().part();
        for (auto* const loop : raw_loops) loop->post([loop] { loop->stop(); });
    });
    threads.clear();
    telemetry::log(telemetry::Level::info, "serve.stopped");
    telemetry::shut_down_log();
    return 0;
}

}  // namespace ax::app

#include "features/operations/doctor.h"
#include "platform/scan/clamd.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <curl/curl.h>
#include <fmt/format.h>

namespace ax::operations {
namespace {

constexpr auto kPatience = seconds{5};

struct Free {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};

// 0, or why nobody can listen there.
int listen_problem(std::string const& host, std::string const& port) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo* raw = nullptr;
    if (::getaddrinfo(host.empty() ? nullptr : host.c_str(), port.c_str(), &hints, &raw) != 0)
        return EADDRNOTAVAIL;
    std::unique_ptr<addrinfo, Free> const found(raw);
    int const fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    int const yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    int const problem = ::bind(fd, found->ai_addr, found->ai_addrlen) != 0 ? errno : 0;
    ::close(fd);
    return problem;
}

std::string without_brackets(std::string host) {
    if (host.starts_with('[') && host.ends_with(']'))
        return host.substr(1, host.size() - 2);
    return host;
}

std::string where_is(blobs::BucketOptions const& options) {
    if (auto const* const supabase = std::get_if<blobs::SupabaseOptions>(&options))
        return fmt::format("{} at {}", supabase->bucket, supabase->url);
    if (auto const* const cloudinary = std::get_if<blobs::CloudinaryOptions>(&options))
        return fmt::format("of Cloudinary at {}", cloudinary->api);
    auto const& s3 = std::get<blobs::S3Options>(options);
    return fmt::format("{} at {}", s3.bucket, s3.endpoint);
}

std::string advice_for(blobs::BucketOptions const& options) {
    if (std::holds_alternative<blobs::CloudinaryOptions>(options))
        return "Check AX_CLOUDINARY_URL (the console has it, with the secret), this machine's clock, and "
               "AX_CLOUDINARY_API if the account is not in the United States.";
    return std::holds_alternative<blobs::SupabaseOptions>(options)
               ? "Check AX_SUPABASE_URL, AX_SUPABASE_BUCKET and AX_SUPABASE_SERVICE_KEY, which is the project's "
                 "service_role or secret key."
               : "Check AX_S3_ENDPOINT, the key and its secret, AX_S3_REGION and this machine's clock; the "
                 "key needs s3:ListBucket, GetObject, PutObject and DeleteObject.";
}

}  // namespace

Task<Check> check_listen(std::string listen, client::Client& client) {
    auto const colon = listen.rfind(':');
    if (colon == std::string::npos)
        co_return Check{"listen", Level::fail, "AX_LISTEN is not HOST:PORT.",
                        "Set it to 127.0.0.1:8000, say."};
    auto const host = listen.substr(0, colon);
    int const problem = listen_problem(without_brackets(host), listen.substr(colon + 1));
    if (problem == 0)
        co_return Check{"listen", Level::ok, fmt::format("{} is free.", listen), {}};
    if (problem == EADDRINUSE) {
        bool const any = host.empty() || host == "0.0.0.0" || host == "[::]";
        auto const url =
            fmt::format("http://{}{}/api/health/live", any ? "127.0.0.1" : host, listen.substr(colon));
        auto const answer = co_await client.send({.url = url, .timeout = kPatience});
        if (answer && answer->status == 200)
            co_return Check{"listen", Level::ok, fmt::format("AspireX serves on {} already.", listen), {}};
    }
    co_return Check{
        "listen", Level::fail, fmt::format("Nobody can listen on {}: {}.", listen, std::strerror(problem)),
        "Stop what listens there, or change AX_LISTEN; ports below 1024 need CAP_NET_BIND_SERVICE."};
}

Check check_scanner(std::string const& address) {
    try {
        scan::Clamd(address).ping();
        return {"scanner", Level::ok, "clamd answers.", {}};
    } catch (std::exception const& problem) {
        return {"scanner", Level::fail, fmt::format("clamd: {}.", problem.what()),
                "Check AX_CLAMD and the daemon; until it answers uploads are kept and nobody can see them."};
    }
}

Task<Check> check_file_store(blobs::BucketOptions options, client::Client& client) {
    SystemClock const clock;
    auto const where = where_is(options);
    auto const advice = advice_for(options);
    try {
        auto const bucket = blobs::open_bucket(client, clock, std::move(options));
        co_await bucket->check();
        co_return Check{"file-store", Level::ok, fmt::format("The bucket {} lets us in.", where), {}};
    } catch (std::invalid_argument const& problem) {
        co_return Check{"file-store", Level::fail, fmt::format("{}.", problem.what()),
                        "The server does not start like this."};
    } catch (blobs::Unreachable const& outage) {
        co_return Check{"file-store", Level::fail, fmt::format("The bucket {}: {}.", where, outage.what()),
                        advice};
    }
}

Task<Checks> check_service(std::string name, std::string url, client::Client& client, Instant now) {
    auto const begun = std::chrono::steady_clock::now();
    auto const answer = co_await client.send({.url = url, .timeout = kPatience});
    Checks out;
    if (!answer) {
        out.push_back({name, Level::fail,
                       fmt::format("The service for {} does not answer: {}.", name, answer.error().detail),
                       "Check its address, the name service, the proxy and outgoing port 443."});
        co_return out;
    }
    out.push_back({name, Level::ok, fmt::format("The service for {} answers.", name), {}});
    auto const date = std::string(answer->header("date"));
    if (auto const theirs = ::curl_getdate(date.c_str(), nullptr); theirs > 0)
        out.push_back(check_clock_against(
            name, from_micros(std::int64_t{theirs} * 1'000'000),
            now + std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begun)));
    co_return out;
}

}  // namespace ax::operations

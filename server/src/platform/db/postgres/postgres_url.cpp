#include "platform/db/postgres_url.h"

#include "platform/db/plain.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace ax::db {
namespace {

struct Free {
    void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

// Where the path begins and ends.
struct Path {
    std::size_t from;
    std::size_t to;
};
Path path_of(std::string const& url) {
    auto const host = url.find("//");
    auto const to = std::min(url.find('?'), url.size());
    auto const from = host == std::string::npos ? to : std::min(url.find('/', host + 2), to);
    return {from, to};
}

}  // namespace

std::map<std::string, std::string> postgres_variables(std::string const& url) {
    char* problem = nullptr;
    std::unique_ptr<PQconninfoOption, Free> const options(PQconninfoParse(url.c_str(), &problem));
    if (options == nullptr) {
        // libpq's own words quote the URL, and with it the password.
        PQfreemem(problem);
        throw PlainError("the database URL can't be read");
    }
    std::map<std::string, std::string> out;
    for (auto const* option = options.get(); option->keyword != nullptr; ++option)
        if (option->envvar != nullptr && option->val != nullptr)
            out.emplace(option->envvar, option->val);
    return out;
}

std::string with_database(std::string const& url, std::string const& name) {
    (void)postgres_variables(url);
    auto const [from, to] = path_of(url);
    return fmt::format("{}/{}{}", url.substr(0, from), name, url.substr(to));
}

std::string without_secrets(std::string const& url) {
    auto const to = path_of(url).to;
    auto const host = url.find("//");
    if (host == std::string::npos)
        return url;
    auto const user = url.find_last_of('@', to);
    auto const begin = user == std::string::npos || user < host ? host + 2 : user + 1;
    return url.substr(0, host + 2) + url.substr(begin, to - begin);
}

}  // namespace ax::db

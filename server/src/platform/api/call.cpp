#include "platform/api/router.h"

#include <fmt/format.h>

namespace ax::api {

void Call::set_cookie(std::string_view name, std::string_view value, std::string_view path,
                      Duration max_age) const {
    response.add("Set-Cookie", fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Strict{}", name,
                                           value, path, std::chrono::duration_cast<seconds>(max_age).count(),
                                           request.secure ? "; Secure" : ""));
}

}  // namespace ax::api

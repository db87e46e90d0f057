#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/client/client.h"

#include <string>
#include <string_view>
#include <vector>

namespace ax::otlp {

/// What became of a request.
enum class Said : unsigned char {
    taken,
    later,    // 429, 502, 503 or 504: it may be tried again
    refused,  // any other status
    nothing,  // no answer
};

struct Reply {
    Said said = Said::nothing;
    std::string retry_after = {};  // as it was said
};

/// Where OTLP/HTTP in JSON goes. One loop's.
class Collector {
public:
    struct Options {
        std::string endpoint;  // http://HOST:PORT; /v1/... is added
        std::vector<client::HttpHeader> headers;
        std::string user_agent;
        Duration timeout = seconds{5};
    };
    explicit Collector(Options options);

    /// Throws only where the loop ends.
    Task<Reply> post(std::string_view path, std::string body);

private:
    Options const options_;
    client::Client client_;
};

}  // namespace ax::otlp

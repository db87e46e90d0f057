#include "platform/blobs/document.h"

namespace ax::blobs {
namespace {

constexpr std::size_t kTail = 1024;  // readers look for the end mark this far

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_pdf(std::string_view file) {
    constexpr std::string_view kMark = "%PDF-";
    if (!file.starts_with(kMark) || file.size() < kMark.size() + 3)
        return false;
    auto const version = file.substr(kMark.size());
    if (!is_digit(version[0]) || version[1] != '.' || !is_digit(version[2]))
        return false;
    auto const tail = file.size() > kTail ? file.substr(file.size() - kTail) : file;
    return tail.contains("%%EOF");
}

}  // namespace ax::blobs

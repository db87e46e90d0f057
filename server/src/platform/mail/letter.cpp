#include "platform/mail/letter.h"

#include "base/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::mail {
namespace {

std::string escape(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        append_markup(out, text.substr(at, end - at));
        if (end < text.size())
            out += "<br>";
        at = end + 1;
    }
    return out;
}

bool is_link(std::string_view url) {
    return (url.starts_with("https://") || url.starts_with("http://")) &&
           std::ranges::all_of(url, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7f; });
}

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
)";

constexpr std::string_view kFont = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";

std::string button_html(Letter::Button const& button) {
    std::string const url = escape(button.url);
    return fmt::format(
        "<p style=\"margin:28px 0\"><a href=\"{0}\" style=\"display:inline-block;padding:12px 24px;"
        "border-radius:8px;background-color:#4338ca;"
        "color:#ffffff;font-weight:600;text-decoration:none\">{1}</a></p>\n"
        "<p style=\"margin:0 0 16px;font-size:14px\">If the button does not work, open this address:<br>"
        "<a href=\"{0}\" style=\"word-break:break-all\">{0}</a></p>\n",
        url, escape(button.label));
}

}  // namespace

Mail to_mail(Letter const& letter, std::string_view product, std::string to_address, std::string to_name) {
    return {.to_address = std::move(to_address),
            .to_name = std::move(to_name),
            .subject = letter.title,
            .text = to_text(letter, product),
            .html = to_html(letter, product),
            .message_id = {},
            .unsubscribe_url = {}};
}

std::string to_text(Letter const& letter, std::string_view product) {
    std::string out = letter.title + "\n\n";
    for (auto const& paragraph : letter.paragraphs) out += paragraph + "\n\n";
    if (letter.button && is_link(letter.button->url))
        out += fmt::format("{}:\n{}\n\n", letter.button->label, letter.button->url);
    out += "-- \n";  // the usual mark of a signature
    if (!letter.footer.empty())
        out += letter.footer + "\n";
    out += fmt::format("{}\n", product);
    return out;
}

std::string to_html(Letter const& letter, std::string_view product) {
    std::string const title = escape(letter.title);
    std::string out(kHead);
    out += fmt::format("<title>{}</title>\n</head>\n", title);
    out += fmt::format("<body style=\"margin:0;padding:24px;{};font-size:16px;line-height:1.6\">\n", kFont);
    out += "<div style=\"max-width:560px;margin:0 auto\">\n";
    out += fmt::format("<p style=\"margin:0 0 24px;font-weight:700\">{}</p>\n", escape(product));
    out += fmt::format("<h1 style=\"margin:0 0 16px;font-size:24px;line-height:1.3\">{}</h1>\n", title);
    for (auto const& paragraph : letter.paragraphs)
        out += fmt::format("<p style=\"margin:0 0 16px\">{}</p>\n", escape(paragraph));
    if (letter.button && is_link(letter.button->url))
        out += button_html(*letter.button);
    if (!letter.footer.empty())
        out += fmt::format(
            "<hr style=\"margin:32px 0 16px;border:0;border-top:1px solid #8a8a94\">\n"
            "<p style=\"margin:0;font-size:14px\">{}</p>\n",
            escape(letter.footer));
    out += "</div>\n</body>\n</html>\n";
    return out;
}

}  // namespace ax::mail

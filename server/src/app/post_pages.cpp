#include "app/post_pages.h"

#include "base/parse_id.h"
#include "base/text.h"
#include "contract/json_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace ax {
namespace {

using community::Post;
using community::PostId;

std::string path_of(PostId id) { return fmt::format("/community/{}", id.value); }

/// schema.org: who said what, and when.
std::string json_ld(Post const& post, std::string const& words, std::string const& url) {
    std::string out;
    contract::JsonWriter json(out);
    auto const text = [&](std::string_view name, std::string_view value) {
        json.key(name);
        json.string(value);
    };
    json.begin_object();
    text("@context", "https://schema.org");
    text("@type", "DiscussionForumPosting");
    text("headline", post.title);
    text("text", words);
    text("url", url);
    text("datePublished", to_iso(post.published_at.value_or(post.created_at)));
    if (post.edited_at)
        text("dateModified", to_iso(*post.edited_at));
    json.key("author");
    json.begin_object();
    text("@type", "Person");
    text("name", post.author.name);
    json.end_object();
    json.end_object();
    return out;
}

constexpr int kFirst = 3;  // as many as a window shows

/// The first posts of the list as community-page.tsx shows them until it has its own.
std::string beginning(community::Posts const& posts) {
    std::string out;
    int count = 0;
    for (auto const* const part : {&posts.pinned, &posts.items})
        for (auto const& post : *part)
            if (count++ < kFirst)
                out += fmt::format("<article><h2><a href=\"{}\">{}</a></h2><div>{}</div></article>",
                                   path_of(post.id), to_markup(post.title), post.html);
    return out;
}

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};

}  // namespace

std::string words_of(std::string_view html) {
    std::string out;
    while (!html.empty()) {
        if (html.front() == '<') {
            auto const end = html.find('>');
            html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
            if (!out.empty() && out.back() != ' ')
                out += ' ';
            continue;
        }
        auto const* const entity =
            std::ranges::find_if(kEntities, [&](auto const& one) { return html.starts_with(one.first); });
        bool const known = entity != kEntities.end();
        out += known ? entity->second : html.front();
        html.remove_prefix(known ? entity->first.size() : 1);
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

void add_post_pages(site::Pages& pages, community::Community& community, std::string const& base_url) {
    pages.add("/community", [&community](std::string) -> Task<std::optional<site::PageMeta>> {
        community::PostQuery query;
        query.limit = kFirst;
        auto const posts = co_await community.posts(contract::Caller{}, query);
        co_return site::PageMeta{.title = "Community",
                                 .description = "Questions, answers and notes of students and mentors.",
                                 .path = "/community",
                                 .html = posts ? beginning(*posts) : std::string{}};
    });
    pages.leave("/community/new");
    pages.add("/community/:id",
              [&community, base_url](std::string text) -> Task<std::optional<site::PageMeta>> {
                  auto const id = parse_id<PostId>(text);
                  if (!id)
                      co_return std::nullopt;
                  auto post = co_await community.post(contract::Caller{}, *id);
                  if (!post)
                      co_return std::nullopt;
                  auto const path = path_of(*id);
                  auto const words = words_of(post->html);
                  co_return site::PageMeta{.title = post->title,
                                           .description = words,
                                           .path = path,
                                           .type = "article",
                                           .json_ld = json_ld(*post, words, base_url + path),
                                           .html = std::move(post->html)};
              });
    pages.add_to_sitemap({.name = "community",
                          .last = [&community] { return community.last_published(); },
                          .entries = [&community](std::int64_t from,
                                                  std::int64_t to) -> Task<std::vector<site::SitemapEntry>> {
                              std::vector<site::SitemapEntry> entries;
                              for (auto const& one : co_await community.published(PostId{from}, PostId{to}))
                                  entries.push_back({path_of(one.id), one.changed_at});
                              co_return entries;
                          }});
}

}  // namespace ax

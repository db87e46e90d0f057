#include "base/cursor.h"
#include "base/text.h"
#include "features/feedback/feedback.h"
#include "features/feedback/testimonial_store.h"

namespace ax::feedback {

Task<Result<Testimonials>> Service::testimonials() {
    co_return Testimonials{.items = co_await testimonial_store::shown(p_.db, kMostTestimonials)};
}

Task<Result<Testimonials>> Service::offered(TestimonialQuery query) {
    testimonial_store::Place place{.at = from_micros(kLastKey), .id = {kLastKey}};
    if (query.cursor) {
        auto const keys = keys_in<2>(*query.cursor);
        if (!keys)
            co_return fail_field("cursor", "not_a_cursor");
        place = {.at = from_micros((*keys)[0]), .id = {(*keys)[1]}};
    }
    auto const limit = static_cast<std::size_t>(query.limit.value_or(20));
    Testimonials out;
    out.items = co_await testimonial_store::offered(p_.db, query.state.value_or(QuoteState::waiting), place,
                                                    static_cast<int>(limit) + 1);
    if (out.items.size() > limit) {
        out.items.pop_back();
        auto const& last = out.items.back();
        out.next = cursor_of(std::array{to_micros(last.written_at), last.id.value});
    }
    co_return out;
}

Task<Result<Empty>> Service::decide(DecideTestimonial wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const words = co_await testimonial_store::words(tx, wish.booking);
        // Nothing to show without words.
        if (!words || trimmed(*words).empty())
            co_return fail(Code::not_found, "feedback.no_testimonial");
        if (wish.text && *wish.text != *words)
            co_return fail(Code::conflict, "feedback.changed");
        auto const state = wish.approved ? QuoteState::approved : QuoteState::rejected;
        co_await testimonial_store::decide(tx, wish.booking, state, p_.clock.now());
        co_return Empty{};
    });
}

}  // namespace ax::feedback

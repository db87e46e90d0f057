#include "features/mentors/routes.h"

namespace ax::mentors {

using contract::Caller;

// The router lets only mentors through where the endpoint says so: `who.mentor` is there.
void bind_routes(api::Router& router, Search const& search, Profiles const& profiles, Audience* audience) {
    router.bind(kSearch, [&search, audience](api::Call& call, MentorSearch m) -> Task<Result<MentorPage>> {
        std::vector<MentorId> shown;
        auto page = co_await search.search(std::move(m), audience != nullptr ? &shown : nullptr);
        if (audience != nullptr)
            call.each_time(
                [audience, shown = std::move(shown)](api::Call const& by) { audience->found(by, shown); });
        co_return page;
    });
    router.bind(kFacets, [&search](Caller const&, MentorSearch m) { return search.facets(std::move(m)); });
    router.bind(kSkills, [&search](Caller const&, SkillSearch s) { return search.skills(std::move(s)); });
    router.bind(kGet, [&profiles, audience](api::Call& call, OneMentor m) -> Task<Result<PublicMentor>> {
        auto page = co_await profiles.page(m.mentor);
        if (audience != nullptr)
            call.each_time([audience, seen = m.mentor](api::Call const& by) { audience->viewed(by, seen); });
        co_return page;
    });

    router.bind(kMe, [&profiles](Caller const& who, Empty) { return profiles.me(*who.mentor); });
    router.bind(kUpdate, [&profiles](Caller const& who, UpdateMentor change) {
        return profiles.update(*who.mentor, std::move(change));
    });
    router.bind(kSubmit, [&profiles](Caller const& who, Empty) { return profiles.submit(*who.mentor); });

    router.bind(kServices, [&profiles](Caller const& who, Empty) { return profiles.services(*who.mentor); });
    router.bind(kCreateService, [&profiles](Caller const& who, CreateService wanted) {
        return profiles.create_service(*who.mentor, std::move(wanted));
    });
    router.bind(kUpdateService, [&profiles](Caller const& who, UpdateService change) {
        return profiles.update_service(*who.mentor, std::move(change));
    });
    router.bind(kDeleteService, [&profiles](Caller const& who, OneService gone) {
        return profiles.delete_service(*who.mentor, gone.service);
    });

    router.bind(kPending,
                [&profiles](Caller const&, PendingQuery p) { return profiles.pending(std::move(p)); });
    router.bind(kApprove, [&profiles](Caller const& who, OneMentor m) {
        return profiles.approve(m.mentor, who.account);
    });
    router.bind(kReject, [&profiles](Caller const& who, Rejection r) {
        return profiles.reject(who.account, std::move(r));
    });
}

}  // namespace ax::mentors

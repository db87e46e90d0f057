#include "app/letters.h"

#include "app/application.h"
#include "features/auth/letters.h"
#include "features/contact/letters.h"
#include "features/events/letters.h"
#include "features/newsletter/letters.h"
#include "features/notifications/letters.h"
#include "features/support/letters.h"
#include "features/waitlist/letters.h"

#include <span>

namespace ax::app {

std::vector<mail::AnyKind> all_letters() {
    std::vector<mail::AnyKind> all;
    for (auto const& some : std::initializer_list<std::span<mail::AnyKind const>>{
             auth::letters::kAll, notifications::letters::kAll, events::letters::kAll,
             waitlist::letters::kAll, newsletter::letters::kAll, contact::letters::kAll,
             support::letters::kAll})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

mail::TemplateOptions template_options(config::Values const& settings) {
    return {.folder = settings.text("AX_MAIL_TEMPLATES"), .home = base_url(settings)};
}

}  // namespace ax::app

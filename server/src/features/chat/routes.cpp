#include "features/chat/routes.h"

#include "features/chat/endpoints.h"
#include "features/chat/events.h"

namespace ax::chat {

void bind(api::Router& router, Service& s) {
    router.bind(kList,
                [&s](Caller const& who, ConversationQuery query) { return s.list(who, std::move(query)); });
    router.bind(kSummary, [&s](Caller const& who, Empty) { return s.summary(who); });
    router.bind(kOpen,
                [&s](Caller const& who, OpenConversation wish) { return s.open(who, std::move(wish)); });
    router.bind(kGet, [&s](Caller const& who, ConversationRef ref) { return s.get(who, ref.conversation); });
    router.bind(kMessages, [&s](Caller const& who, MessageQuery query) { return s.messages(who, query); });
    router.bind(kSend, [&s](Caller const& who, SendMessage m) { return s.send(who, std::move(m)); });
    router.bind(kEdit,
                [&s](Caller const& who, EditMessage change) { return s.edit(who, std::move(change)); });
    router.bind(kDelete, [&s](Caller const& who, MessageRef ref) { return s.erase(who, ref); });
    router.bind(kEdits, [&s](Caller const& who, MessageRef ref) { return s.edits(who, ref); });
    router.bind(kReact,
                [&s](Caller const& who, React reaction) { return s.react(who, std::move(reaction)); });
    router.bind(kMarkRead, [&s](Caller const& who, MarkRead mark) { return s.mark_read(who, mark); });
    router.bind(kTyping, [&s](Caller const& who, Typing where) { return s.typing(who, where); });
    router.bind(kPreferences,
                [&s](Caller const& who, SetPreferences wish) { return s.set_preferences(who, wish); });
    router.bind(kAccept,
                [&s](Caller const& who, ConversationRef ref) { return s.accept(who, ref.conversation); });
    router.bind(kBlock, [&s](Caller const& who, Block wish) { return s.block(who, wish); });
    router.bind(kReport, [&s](Caller const& who, Report report) { return s.report(who, std::move(report)); });
    router.bind(kSearch,
                [&s](Caller const& who, SearchQuery query) { return s.search(who, std::move(query)); });
    router.bind(kReports, [&s](Caller const&, ReportQuery query) { return s.reports(query); });
    router.bind(kCloseReport,
                [&s](Caller const& who, ReportRef ref) { return s.close_report(who.account, ref.report); });
}

void bind(realtime::Commands& commands, Service& s) {
    commands.on(kSendEvent, [&s](Caller const& who, SendMessage m) { return s.send(who, std::move(m)); });
    commands.on(kTypingEvent, [&s](Caller const& who, Typing where) { return s.typing(who, where); });
    commands.on(kMarkReadEvent, [&s](Caller const& who, MarkRead mark) { return s.mark_read(who, mark); });
    commands.declare(kMessageNew);
    commands.declare(kMessageChanged);
    commands.declare(kRead);
    commands.declare(kConversationChanged);
    commands.declare(kTypingNow);
}

}  // namespace ax::chat

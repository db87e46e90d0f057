#pragma once

#include <vector>

namespace ax::sentry {

/// From now on the stack of each throw of this program is kept for a while: an exception_ptr does not know
/// where it comes from, and a coroutine's catch is far from there. Costs microseconds per throw; nothing
/// before.
void remember_throws() noexcept;

/// The stack of the throw that made this exception object, innermost first; empty if it is not known (any
/// more).
[[nodiscard]] std::vector<void*> stack_of(void const* thrown);

}  // namespace ax::sentry

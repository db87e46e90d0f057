#pragma once

namespace ax::runtime {

/// Gives back to the system what only the start needed: free heap, and pages of programs and libraries that
/// nothing has written to. What is used again is mapped again by the kernel, from the same file, at the cost
/// of a minor fault. Any thread; never fails: where /proc is missing, nothing happens.
void give_back_memory();

}  // namespace ax::runtime

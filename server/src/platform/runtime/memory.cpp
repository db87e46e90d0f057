#include "platform/runtime/memory.h"

#include <bit>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <malloc.h>
#include <string>
#include <sys/mman.h>

namespace ax::runtime {
namespace {

struct Mapping {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool code = false;  // of a file, executable, never writable
};

/// The first line of a block of /proc/self/smaps (proc(5)); false for the others.
bool begins_block(std::string const& line, Mapping& mapping) {
    unsigned long begin = 0;
    unsigned long end = 0;
    char rights[5] = {};
    unsigned long inode = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx %4s %*s %*s %lu", &begin, &end, rights, &inode) != 4)
        return false;
    mapping = {.begin = begin,
               .end = end,
               .code = rights[0] == 'r' && rights[1] == '-' && rights[2] == 'x' && inode != 0};
    return true;
}

}  // namespace

void give_back_memory() {
    malloc_trim(0);
    std::ifstream smaps("/proc/self/smaps");
    Mapping mapping;
    for (std::string line; std::getline(smaps, line);) {
        if (begins_block(line, mapping) || !mapping.code || !line.starts_with("Anonymous:"))
            continue;
        // A page that was written (a debugger's breakpoint, a relocation) would come back without what was
        // written.
        if (line.find(" 0 kB") != std::string::npos)
            madvise(std::bit_cast<void*>(mapping.begin), mapping.end - mapping.begin, MADV_DONTNEED);
    }
}

}  // namespace ax::runtime

#include "platform/sentry/symbols.h"

#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/core/demangle.hpp>

namespace ax::sentry {
namespace {

// The program's file, mapped for as long as it is read.
class Program {
public:
    Program() {
        int const fd = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
        struct stat about{};
        if (fd < 0 || ::fstat(fd, &about) != 0)
            return;
        size_ = static_cast<std::size_t>(about.st_size);
        void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
        ::close(fd);
        if (mapped != MAP_FAILED)
            bytes_ = static_cast<char const*>(mapped);
    }
    ~Program() {
        if (bytes_ != nullptr)
            ::munmap(const_cast<char*>(bytes_), size_);
    }
    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;

    // Null where the file is shorter than it says.
    template <class T>
    [[nodiscard]] T const* at(std::size_t offset, std::size_t count = 1) const {
        bool const there = bytes_ != nullptr && offset <= size_ && count <= (size_ - offset) / sizeof(T);
        return there ? reinterpret_cast<T const*>(bytes_ + offset) : nullptr;
    }
    [[nodiscard]] char const* text(std::size_t offset) const {
        bool const ends =
            bytes_ != nullptr && offset < size_ && std::memchr(bytes_ + offset, 0, size_ - offset) != nullptr;
        return ends ? bytes_ + offset : "";
    }

private:
    char const* bytes_ = nullptr;
    std::size_t size_ = 0;
};

// One pass over the table for all frames.
void name_own(Program const& program, std::uintptr_t base, std::span<Frame> frames) {
    auto const* const header = program.at<Elf64_Ehdr>(0);
    if (header == nullptr || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return;
    auto const shift = header->e_type == ET_DYN ? base : 0;
    auto const* const sections = program.at<Elf64_Shdr>(header->e_shoff, header->e_shnum);
    for (std::size_t s = 0; sections != nullptr && s < header->e_shnum; ++s) {
        auto const& table = sections[s];
        if (table.sh_type != SHT_SYMTAB || table.sh_link >= header->e_shnum)
            continue;
        auto const count = table.sh_size / sizeof(Elf64_Sym);
        auto const* const symbols = program.at<Elf64_Sym>(table.sh_offset, count);
        for (std::size_t i = 0; symbols != nullptr && i < count; ++i) {
            auto const& symbol = symbols[i];
            if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0)
                continue;
            auto const start = symbol.st_value + shift;
            for (auto& frame : frames)
                if (frame.own && frame.address >= start && frame.address < start + symbol.st_size)
                    frame.function = program.text(sections[table.sh_link].sh_offset + symbol.st_name);
        }
    }
}

}  // namespace

std::vector<Frame> look_up(std::span<void* const> addresses) {
    Dl_info self{};
    static int const here = 0;
    ::dladdr(&here, &self);
    std::vector<Frame> frames;
    for (void* const address : addresses) {
        // A return address is behind the call.
        auto const* const call = static_cast<char const*>(address) - 1;
        Frame frame;
        frame.address = reinterpret_cast<std::uintptr_t>(call);
        Dl_info info{};
        if (::dladdr(call, &info) != 0) {
            frame.own = info.dli_fbase == self.dli_fbase;
            frame.file = std::filesystem::path(info.dli_fname != nullptr ? info.dli_fname : "").filename();
            if (info.dli_sname != nullptr)
                frame.function = info.dli_sname;
        }
        frames.push_back(std::move(frame));
    }
    name_own(Program(), reinterpret_cast<std::uintptr_t>(self.dli_fbase), frames);
    for (auto& frame : frames)
        if (!frame.function.empty())
            frame.function = boost::core::demangle(frame.function.c_str());
    return frames;
}

}  // namespace ax::sentry

#include "media/sandbox.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace ax::media::sandbox {
namespace {

constexpr int kBehind = 10;  // niceness: a page is more urgent than a picture

void need(bool done, char const* what, int error) {
    if (done)
        return;
    std::fprintf(stderr, "aspirex-media: %s: %s\n", what, std::strerror(error));
    std::_Exit(1);
}

// Never above what the operator allows.
void limit(int resource, rlim_t most, rlim_t at_the_end) {
    auto const which = static_cast<__rlimit_resource>(resource);
    rlimit now{};
    need(::getrlimit(which, &now) == 0, "getrlimit", errno);
    now.rlim_max = std::min(now.rlim_max, at_the_end);
    now.rlim_cur = std::min(now.rlim_max, most);
    need(::setrlimit(which, &now) == 0, "setrlimit", errno);
}

/// The list of what remains.
class Filter {
public:
    Filter() : context_(seccomp_init(SCMP_ACT_KILL_PROCESS)) {
        need(context_ != nullptr, "seccomp_init", ENOMEM);
        // The threads that warming up has left, too.
        check(seccomp_attr_set(context_, SCMP_FLTATR_CTL_TSYNC, 1));
    }
    Filter(Filter const&) = delete;
    Filter& operator=(Filter const&) = delete;
    ~Filter() { seccomp_release(context_); }

    void allow(int call) { check(seccomp_rule_add_array(context_, SCMP_ACT_ALLOW, call, 0, nullptr)); }
    void allow(int call, scmp_arg_cmp const& condition) { add(SCMP_ACT_ALLOW, call, condition); }
    /// It fails, as libraries expect that it may, and the process lives on.
    void refuse(int call, int error) {
        check(
            seccomp_rule_add_array(context_, SCMP_ACT_ERRNO(static_cast<unsigned>(error)), call, 0, nullptr));
    }
    void refuse(int call, int error, scmp_arg_cmp const& condition) {
        add(SCMP_ACT_ERRNO(static_cast<unsigned>(error)), call, condition);
    }
    void load() { check(seccomp_load(context_)); }

private:
    void add(std::uint32_t action, int call, scmp_arg_cmp const& condition) {
        check(seccomp_rule_add_array(context_, action, call, 1, &condition));
    }
    static void check(int result) { need(result >= 0, "seccomp", -result); }

    scmp_filter_ctx context_;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
    return {.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value, .datum_b = 0};
}
scmp_arg_cmp bits(unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return {.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

void allow_computing(Filter& filter) {
    for (int const call : {SCMP_SYS(read),
                           SCMP_SYS(write),
                           SCMP_SYS(brk),
                           SCMP_SYS(munmap),
                           SCMP_SYS(mremap),
                           SCMP_SYS(madvise),
                           SCMP_SYS(futex),
                           SCMP_SYS(exit),
                           SCMP_SYS(exit_group),
                           SCMP_SYS(rt_sigprocmask),
                           SCMP_SYS(rt_sigaction),
                           SCMP_SYS(rt_sigreturn),
                           SCMP_SYS(sigaltstack),
                           SCMP_SYS(getpid),
                           SCMP_SYS(gettid),
                           SCMP_SYS(clock_gettime),
                           SCMP_SYS(clock_getres),
                           SCMP_SYS(gettimeofday),
                           SCMP_SYS(clock_nanosleep),
                           SCMP_SYS(nanosleep),
                           SCMP_SYS(restart_syscall),
                           SCMP_SYS(getrandom),
                           SCMP_SYS(sched_yield),
                           SCMP_SYS(sched_getaffinity),
                           SCMP_SYS(sched_getattr),
                           SCMP_SYS(getrusage),
                           SCMP_SYS(sysinfo),
                           SCMP_SYS(uname),
                           SCMP_SYS(getcpu),
                           SCMP_SYS(set_robust_list),
                           SCMP_SYS(rseq),
                           SCMP_SYS(membarrier)})
        filter.allow(call);
    // Nothing that is written can be run.
    filter.allow(SCMP_SYS(mmap), bits(2, PROT_EXEC, 0));
    filter.allow(SCMP_SYS(mprotect), bits(2, PROT_EXEC, 0));
    // Threads, not processes. clone3 keeps its flags where no filter can look; without it glibc takes clone.
    filter.allow(SCMP_SYS(clone),
                 bits(0, CLONE_THREAD | CLONE_VM | CLONE_SIGHAND, CLONE_THREAD | CLONE_VM | CLONE_SIGHAND));
    filter.refuse(SCMP_SYS(clone3), ENOSYS);
    filter.allow(SCMP_SYS(prctl), equals(0, PR_SET_NAME));
    // An abort() of our own; nobody else is to be signalled.
    filter.allow(SCMP_SYS(tgkill), equals(0, static_cast<std::uint64_t>(::getpid())));
    // To ask for a limit, not to set one.
    filter.allow(SCMP_SYS(prlimit64), equals(2, 0));
}

// Libraries look for files and carry on without them. Whoever wants to write one is no library of ours.
void refuse_looking(Filter& filter) {
    constexpr std::uint64_t kWriting = O_ACCMODE | O_CREAT | O_TRUNC;
    filter.refuse(SCMP_SYS(openat), EACCES, bits(2, kWriting, O_RDONLY));
    filter.refuse(SCMP_SYS(open), EACCES, bits(1, kWriting, O_RDONLY));
    for (int const call :
         {SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(stat), SCMP_SYS(newfstatat),
          SCMP_SYS(statx), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd)})
        filter.refuse(call, EACCES);
    for (int const call :
         {SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(close)})
        filter.refuse(call, EBADF);
    for (int const call : {SCMP_SYS(sched_setattr), SCMP_SYS(sched_setaffinity), SCMP_SYS(setpriority)})
        filter.refuse(call, EPERM);
}

}  // namespace

void give_up_the_rest() {
    need(::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, "PR_SET_PDEATHSIG", errno);
    need(::prctl(PR_SET_DUMPABLE, 0) == 0, "PR_SET_DUMPABLE", errno);
    need(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS", errno);
    need(::close_range(STDERR_FILENO + 1, ~0U, 0) == 0, "close_range", errno);
    need(::clearenv() == 0, "clearenv", errno);
    limit(RLIMIT_AS, kMemory, kMemory);
    limit(RLIMIT_CPU, kSeconds, kSeconds + 1);  // SIGXCPU tells why
    limit(RLIMIT_FSIZE, 0, 0);
    limit(RLIMIT_CORE, 0, 0);
    (void)::setpriority(PRIO_PROCESS, 0, kBehind);
}

void close() {
    limit(RLIMIT_NOFILE, 3, 3);
    Filter filter;
    allow_computing(filter);
    refuse_looking(filter);
    filter.load();
}

}  // namespace ax::media::sandbox

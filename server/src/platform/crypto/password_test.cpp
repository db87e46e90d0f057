#include "platform/crypto/password_hash.h"
#include "platform/crypto/password_hasher.h"
#include "platform/crypto/strength.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace ax::crypto {
namespace {

constexpr Argon2Cost kCheap{.memory_kib = 64, .passes = 1, .lanes = 1};
// Agrees with Python's hashlib and Node's crypto for the same password, salt and rounds.
constexpr char const* kDjango = "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=";

TEST(PasswordHash, Argon2idIsInPhcFormAndSalted) {
    std::string const stored = argon2id_hash("correct horse", {});
    EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
    EXPECT_NE(argon2id_hash("correct horse", {}), stored);
    EXPECT_TRUE(password_matches("correct horse", stored));
    EXPECT_FALSE(password_matches("correct horsf", stored));
    EXPECT_FALSE(password_matches("", stored));
}

TEST(PasswordHash, VerifiesDjangosVector) {
    EXPECT_TRUE(password_matches("correct horse", kDjango));
    EXPECT_FALSE(password_matches("correct horse ", kDjango));
}

TEST(PasswordHash, BrokenStoredTextMatchesNothing) {
    std::string const right(kDjango);
    for (std::string const& stored :
         {std::string(), std::string("!"), std::string("pbkdf2_sha256$"), std::string("pbkdf2_sha256$0$s$"),
          std::string("pbkdf2_sha256$99999999999$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso="),
          right.substr(0, right.size() - 1), std::string("pbkdf2_sha256$1000$seasalt$AAAA"),
          std::string("$argon2id$v=19$m=64,t=1,p=1$"),
          std::string("$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAA"), std::string("correct horse")})
        EXPECT_FALSE(password_matches("correct horse", stored)) << stored;
}

TEST(PasswordHash, OldFormsAndCostsWantANewHash) {
    EXPECT_TRUE(needs_rehash(kDjango, kCheap));
    EXPECT_TRUE(needs_rehash(argon2id_hash("x", kCheap), Argon2Cost{}));
    EXPECT_FALSE(needs_rehash(argon2id_hash("x", kCheap), kCheap));
}

TEST(PasswordHasher, DummyVerificationComputesARealHash) {
    runtime::Pool in_place(0, 0);
    PasswordHasher const hasher(in_place, kCheap);
    EXPECT_FALSE(run_inline(hasher.verify_nothing("correct horse")).matches);
    EXPECT_EQ(hasher.computed(), 1);
    // The text that stands for "no account" has the same parameters as real ones, so it costs the same.
    EXPECT_FALSE(needs_rehash(impossible_hash(kCheap), kCheap));
}

TEST(PasswordHasher, TellsWhenTheStoredHashIsOld) {
    runtime::Pool in_place(0, 0);
    PasswordHasher const hasher(in_place, kCheap);
    auto const verdict = run_inline(hasher.verify("correct horse", kDjango));
    EXPECT_TRUE(verdict.matches);
    EXPECT_TRUE(verdict.needs_rehash);
    auto const wrong = run_inline(hasher.verify("wrong horse", kDjango));
    EXPECT_FALSE(wrong.matches);
    EXPECT_FALSE(wrong.needs_rehash);
    auto const fresh = run_inline(hasher.verify("correct horse", run_inline(hasher.hash("correct horse"))));
    EXPECT_TRUE(fresh.matches);
    EXPECT_FALSE(fresh.needs_rehash);
}

TEST(PasswordHasher, HugePasswordsNeverReachTheHash) {
    runtime::Pool in_place(0, 0);
    PasswordHasher const hasher(in_place, kCheap);
    EXPECT_THROW(run_inline(hasher.hash(std::string(257, 'a'))), std::invalid_argument);
    EXPECT_EQ(hasher.computed(), 0);
}

TEST(PasswordHasher, AFullQueueIsRefusedAtOnce) {
    std::atomic<bool> go = false;
    runtime::Pool pool(1, 1);
    // One job runs, one waits; the third finds no room.
    std::atomic<int> done = 0;
    auto const wait = [&] {
        return [&] {
            while (!go.load()) std::this_thread::yield();
            return 0;
        };
    };
    auto const count = [&](std::exception_ptr, int*) { ++done; };
    start(pool.run(wait()), count);
    PasswordHasher const hasher(pool, kCheap);
    bool busy = false;
    std::vector<std::string> passwords(50, "correct horse");
    for (auto const& password : passwords)
        start(hasher.hash(password), [&](std::exception_ptr failure, std::string*) {
            try {
                if (failure)
                    std::rethrow_exception(failure);
            } catch (runtime::Busy const&) {
                busy = true;
            }
            ++done;
        });
    EXPECT_TRUE(busy);
    go = true;
    while (done.load() < 51) std::this_thread::yield();
}

PasswordFlaw flaw(std::string_view password, std::vector<std::string> const& personal = {}) {
    return password_flaw(password, personal);
}

TEST(PasswordPolicy, LengthCountsCharactersAndCapsBytes) {
    EXPECT_EQ(flaw("kV7#qLz9u"), PasswordFlaw::too_short);
    EXPECT_EQ(flaw("kV7#qLz9uX"), PasswordFlaw::none);
    EXPECT_EQ(flaw("žluťoučký"), PasswordFlaw::too_short);  // 9 characters, 13 bytes
    EXPECT_EQ(flaw(std::string(257, 'x')), PasswordFlaw::too_long);
}

TEST(PasswordPolicy, RefusesCommonPasswordsInAnyCase) {
    for (char const* password : {"1234567890", "qwertyuiop", "QWERTYUIOP", "basketball", "password123",
                                 "1qaz2wsx3edc", "PasswordPassword"})
        EXPECT_EQ(flaw(password), PasswordFlaw::common) << password;
}

TEST(PasswordPolicy, RefusesPatterns) {
    for (char const* password :
         {"aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "zyxwvutsrqpo", "asdfghjkl;'", "24.12.1999xx",
          "P@ssw0rd2024", "drowssap1234", "Football1999!", "monkeydragon", "3edc2wsx1qaz4", "letmeinletmein",
          "Password123456", "qwerty123456!"})
        EXPECT_EQ(flaw(password), PasswordFlaw::too_weak) << password << " " << guesses_log10(password);
}

TEST(PasswordPolicy, AcceptsWhatIsHardToGuess) {
    for (char const* password :
         {"correct horse battery", "four unrelated words here", "xK9mPq2vLw", "kaldi-ufer-regal-91",
          "bandicoot whisper 47", "सुरक्षित पासवर्ड लंबा", "Tr0ub4dor&3zebra"})
        EXPECT_EQ(flaw(password), PasswordFlaw::none) << password << " " << guesses_log10(password);
}

TEST(PasswordPolicy, RefusesThePersonsOwnWords) {
    std::vector<std::string> const asha{"Ashalata Venkataraghavan", "ashalata.v@zorbanium.example"};
    EXPECT_EQ(flaw("venkataraghavan1", asha), PasswordFlaw::personal);
    EXPECT_EQ(flaw("Zorbanium2024", asha), PasswordFlaw::personal);
    EXPECT_EQ(flaw("ashalatavenkataraghavan", asha), PasswordFlaw::personal);
    EXPECT_EQ(flaw("venkataraghavan1"), PasswordFlaw::none);
}

TEST(PasswordPolicy, WorstCaseInputStaysCheap) {
    // Repeats of repeats and all-digit text are the shapes with most matches.
    for (std::string const& password : {std::string(256, 'a'), std::string(256, '1')})
        EXPECT_NE(flaw(password), PasswordFlaw::none);
    std::string nested = "ab";
    while (nested.size() < 200) nested += nested + "c";
    EXPECT_GT(guesses_log10(nested), 0);
}

}  // namespace
}  // namespace ax::crypto

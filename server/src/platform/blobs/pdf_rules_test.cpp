#include "platform/blobs/pdf_rules.h"

#include "platform/blobs/document.h"
#include "platform/blobs/testing_deflate.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::blobs {
namespace {

using enum PdfContent;

std::string pdf(std::string_view objects) {
    return fmt::format(
        "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n{}\ntrailer\n<</Root 1 0 R/Size 9>>\nstartxref\n0\n%%EOF\n", objects);
}
std::string with(std::string_view object) { return pdf(fmt::format("1 0 obj\n{}\nendobj", object)); }
std::string stream(std::string_view keys, std::string_view data) {
    return pdf(
        fmt::format("5 0 obj\n<<{}/Length {}>>\nstream\n{}\nendstream\nendobj", keys, data.size(), data));
}
// One object that others may follow.
std::string objects(std::string_view object, std::string_view keys = "/Filter/FlateDecode") {
    return stream(fmt::format("/Type/ObjStm/N 2/First 8{}", keys),
                  deflated(fmt::format("7 0 8 3 42 {}", object)));
}

PdfContent in(std::string const& file) {
    EXPECT_TRUE(is_pdf(file));
    return content_of_pdf(file);
}

// As LaTeX writes it.
std::string const kLatex = objects(
    "<</Type/Catalog/OpenAction[3 0 R/Fit]/PageMode/UseOutlines/Outlines 4 0 R/Names<</Dests 6 0 R>>"
    "/Annot<</A<</S/URI/URI(https://example.org/JavaScript\\)%)>>/Rect[-1 .5 +3. 4]>> >>");

TEST(PdfRules, LetPlainFilesPass) {
    EXPECT_EQ(in("%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"), plain);
    EXPECT_EQ(in("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"), plain);
    EXPECT_EQ(in("%PDF-1.7\nX5O!P%@AP[4\\PZX54(P^)7CC)7}$\n%%EOF\n"), plain);
    EXPECT_EQ(in(kLatex), plain);
    EXPECT_EQ(in(with("<</OpenAction<</S/GoTo/D[3 0 R/XYZ null null 0]>>/Lang(en)>>")), plain);
    EXPECT_EQ(in(with("<</Subtype/Link/A<</S/URI/URI(mailto:a@example.org)>>/F 4/P 12 0 R>>")), plain);
    EXPECT_EQ(in(stream("", "1 0 0 1 72 720 cm /JS Do (")), plain) << "what pages draw can't act";
    EXPECT_EQ(in(stream("/Filter/DCTDecode/Subtype/Image", "\xff\xd8 obj trailer")), plain);
    EXPECT_EQ(in(stream("/N 3/Alternate/DeviceRGB/Filter/FlateDecode", deflated("ICC (\xff"))), plain)
        << "a profile of colours";
}

TEST(PdfRules, RefuseEveryNameThatActs) {
    for (auto const* const name : {"3D",
                                   "EF",
                                   "EmbeddedFile",
                                   "EmbeddedFiles",
                                   "FileAttachment",
                                   "GoTo3DView",
                                   "GoToE",
                                   "GoToR",
                                   "ImportData",
                                   "JS",
                                   "JavaScript",
                                   "Launch",
                                   "Movie",
                                   "Rendition",
                                   "RichMedia",
                                   "RichMediaContent",
                                   "RichMediaExecute",
                                   "Sound",
                                   "SubmitForm",
                                   "XFA"}) {
        EXPECT_EQ(in(with(fmt::format("<</A<</S/{}>> >>", name))), active) << name;
        EXPECT_EQ(in(with(fmt::format("[[<</{} 5 0 R>>]]", name))), active) << name;
        EXPECT_EQ(in(with(fmt::format("/{}", name))), active) << name << ", referred to";
        EXPECT_EQ(in(objects(fmt::format("<</S/{}>>", name))), active) << name;
    }
    EXPECT_EQ(in(pdf("trailer <</Root<</OpenAction<</S/JavaScript>> >> >>")), active);
    EXPECT_EQ(in(with("<</S/JavaScriptX/T/js/U/Javascript/V/JavaScrip>>")), plain);
}

TEST(PdfRules, ReadEscapedNames) {
    EXPECT_EQ(in(with("<</S/J#61va#53cript>>")), active);
    EXPECT_EQ(in(with("<</#4a#53(app.alert)>>")), active);
    EXPECT_EQ(in(objects("<</S/#4C#61unch>>")), active);
    EXPECT_EQ(in(with("<</BaseFont/Arial#20Bold/C#/D/E#4 1>>")), plain);
    for (auto const* const disputed : {"/J#5:va", "/JS#00", "/JS\x80", "/A\xff", "/J#zzS"})
        EXPECT_EQ(in(with(fmt::format("<</S{}>>", disputed))), unreadable) << disputed;
}

TEST(PdfRules, TakeNothingInTextForAName) {
    EXPECT_EQ(in(with("<</Title(a /JavaScript \\( (/JS) \\) /Launch)/ID<2f4a53>/K 1 % /JS >>\n>>")), plain);
    EXPECT_EQ(in(with("<</T(\\\\)/JS(x)>>")), active) << "the text has ended";
    EXPECT_EQ(in(with("<</T(\\\\\\))/V(/JS)>>")), plain);
    EXPECT_EQ(in(with("<</K 1 % comment\r/JS(x)>>")), active);
}

TEST(PdfRules, SeeWhatATableCouldLeadTo) {
    for (auto const* const hidden :
         {"(\n9 0 obj<</S/JavaScript>>endobj\n)", "% 9 0 obj<</S/JavaScript>>endobj", "(9 0obj/JavaScript)",
          "% 9 %\n 0 %\n obj<</S/JavaScript>>", "(9 0\x80obj<</JS 1>>", "(trailer <</Root<</JS 1>> >>)"}) {
        EXPECT_NE(in(pdf(hidden)), plain) << hidden;
        EXPECT_NE(in(with(fmt::format("<</Title(x)>>\n{}", hidden))), plain) << hidden;
        EXPECT_NE(in(with(fmt::format("<</Title{}>>", hidden))), plain) << hidden;
        EXPECT_EQ(in(stream("", fmt::format("\n{}", hidden))), active) << hidden;
    }
    auto const two =
        pdf("5 0 obj<</Length 3>>stream\nabc\nendstream (\n6 0 obj<</Length 99>>stream\n"
            "endstream endobj 7 0 obj<</S/Launch>>endobj\nendstream\nendobj");
    EXPECT_EQ(in(two), active) << "whatever length is believed";
}

TEST(PdfRules, RefuseWhatReadersCouldReadDifferently) {
    for (auto const* const object : {"<</A>>",
                                     "<</A[>>]/B 1>>",
                                     "<</A 5 0>>",
                                     "<</A 5 0 /B 1>>",
                                     "<</A endobj>>",
                                     "<</A 1 2>>",
                                     "<<1 2>>",
                                     "<</A foo>>",
                                     "[foo]",
                                     "[1>>",
                                     "<</A<4x>>>",
                                     "<</A{}>>",
                                     "<</ 1>>",
                                     "<</A 1R>>",
                                     "<</A(",
                                     "<</A<12",
                                     "<<",
                                     "]",
                                     "<</A 0endobj>>",
                                     "<</B<<>>stream 1>>"})
        EXPECT_EQ(in(with(object)), unreadable) << object;
    EXPECT_EQ(in(with(std::string(64, '[') + std::string(64, ']'))), plain);
    EXPECT_EQ(in(with(std::string(65, '[') + std::string(65, ']'))), unreadable);
}

TEST(PdfRules, RefuseWhatTheyCantLookInto) {
    EXPECT_EQ(in(pdf("trailer<</Encrypt 5 0 R>>")), unreadable);
    EXPECT_EQ(in(stream("/Type/XRef/Encrypt<</Filter/Standard>>", "")), unreadable);
    std::string const one = "7 0 <<>>";
    EXPECT_EQ(in(stream("/Type/ObjStm/N 1/First 4", one)), plain);
    for (auto const* const keys :
         {"/Filter/LZWDecode", "/Filter[/ASCIIHexDecode/FlateDecode]", "/Filter 6 0 R", "/Filter[6 0 R]",
          "/Filter[/FlateDecode/FlateDecode]", "/Filter/FlateDecode/Filter/Crypt", "/F/FlateDecode",
          "/Filter/FlateDecode", "/Filter null", "/N 1", "/First 4", "/DecodeParms<</Predictor 12>>",
          "/DecodeParms 6 0 R", "/DP[<</Predictor 1 0 R>>]"})
        EXPECT_EQ(in(stream(fmt::format("/Type/ObjStm/N 1/First 4{}", keys), one)), unreadable) << keys;
    for (auto const* const keys : {"/Type/ObjStm", "/First 4", "/N 1/First 5 0 R", "/N 2/First 4",
                                   "/N 1/First 99", "/N 1/First 2", "/N 1", "/N/1/First 4", "/N 0/First 4"})
        EXPECT_EQ(in(stream(keys, one)), unreadable) << keys;
    EXPECT_EQ(in(objects("<<>>", "/Filter[/Fl]/DecodeParms[<</Predictor 1>>]")), plain);
}

TEST(PdfRules, AskForExactlyTheObjectsThatTheHeadNames) {
    auto const read = [](std::string_view data) { return in(stream("/N 2/First 8", data)); };
    EXPECT_EQ(read("1 0 2 3 12 <<>>"), plain);
    EXPECT_EQ(read("1 3 2 0 12 <<>>"), plain) << "in any order";
    EXPECT_EQ(read("1 0 2 2 12<</JS 1>>"), active) << "no type is needed";
    EXPECT_EQ(read("1 0 2 4 12 (<</JS 1>>)"), unreadable) << "into a text";
    EXPECT_EQ(read("1 0 2 2 (a)<<>>"), unreadable) << "into another object";
    EXPECT_EQ(read("1 0 2 5 12 ( <<>>"), unreadable) << "something between them";
    EXPECT_EQ(read("1 0 2 9 12 <<>>"), unreadable) << "beyond the end";
    EXPECT_EQ(read("1 0 (2) 12 <<>>"), unreadable);
}

TEST(PdfRules, AskForStreamsThatInflateAndEnd) {
    auto const whole = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", deflated("7 0 <<>>"));
    EXPECT_EQ(in(whole), plain);
    auto broken = whole;
    broken[broken.find("stream\n") + 10] ^= 1;
    EXPECT_EQ(in(broken), unreadable);
    auto const cut = deflated("7 0 <<>>");
    EXPECT_EQ(in("%PDF-1.7\n5 0 obj<</N 1/First 4/Filter/FlateDecode>>stream\n" + cut.substr(0, 8) + "%%EOF"),
              unreadable);
    EXPECT_EQ(in("%PDF-1.7\n5 0 obj<</Length 9>>stream\nno end\n%%EOF"), unreadable);
    EXPECT_EQ(in(pdf("5 0 obj<</N 1/First 4>>stream\r7 0 <<>>\nendstream")), unreadable)
        << "where does it begin?";
}

TEST(PdfRules, InflateNoBombs) {
    auto const bomb = deflated("7 0 " + std::string(kPdfInflated, ' '));
    EXPECT_LT(bomb.size(), 100'000U);
    EXPECT_EQ(in(stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", bomb)), unreadable);
}

TEST(PdfRules, StaySwiftWhateverIsNested) {
    for (auto const* const part : {"0 0 obj<<", "0 0 obj(", "0 0 obj%", "0 0 obj<<>>%", "0 0 obj 1 %",
                                   "\nobj ", "trailer<<>>%", "trailer  ", "0 0 obj<</N 1>>stream\n"}) {
        std::string body;
        while (body.size() < 1'000'000) body += part;
        (void)in("%PDF-1.7\n" + body + "\n%%EOF");
    }
}

TEST(PdfRules, EndWithEveryPrefixAndEveryFlippedByte) {
    for (std::size_t size = 0; size <= kLatex.size(); ++size) {
        std::vector<char> const exact(kLatex.begin(), kLatex.begin() + static_cast<std::ptrdiff_t>(size));
        (void)content_of_pdf({exact.data(), exact.size()});
    }
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        auto changed = kLatex;
        for (int flips = 0; flips < 3; ++flips)
            changed[random() % changed.size()] = static_cast<char>(random());
        (void)content_of_pdf(changed);
    }
}

}  // namespace
}  // namespace ax::blobs

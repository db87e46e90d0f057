#include "features/demo/people.h"

namespace ax::demo {
namespace {

constexpr std::array kMentors{
    DemoMentor{
        "Asha Menon",
        "asha@demo.aspirex.example",
        "Asia/Kolkata",
        "Backend engineer who teaches systems by building them",
        "I have built payment systems for eleven years, first at a bank, then at two start-ups. We take one system apart per "
        "session: how it fails, how it is tested, what it costs. You leave with notes and one thing to build until next time.",
        11,
        {"C++", "System design", "PostgreSQL", "Career advice"},
        {"English", "Hindi"},
        {{{"System design interview", "A full mock interview with written feedback the same day.", 60, 1200},
          {"Quick question", "One problem, one screen, half an hour.", 30, 500}}},
        9,
        18,
        {"Indian Institute of Technology Madras", "B.Tech.", "Computer science", 2009, 2013}},
    DemoMentor{
        "Lena Hoffmann",
        "lena@demo.aspirex.example",
        "Europe/Berlin",
        "Data scientist in health care, patient with statistics",
        "Statistics is a language that few people are taught well. I have worked with hospital data for eight years and like "
        "questions that start with a picture. Bring your own data if you can.",
        8,
        {"Python", "Statistics", "Machine learning", "Data visualisation"},
        {"English", "German"},
        {{{"Thesis clinic", "Design, power, tests and plots of your own study.", 60, 1500},
          {"Machine learning basics", "From a spreadsheet to a model you can explain.", 90, 2000}}},
        8,
        16,
        {"Charité Berlin", "Ph.D.", "Biostatistics", 2013, 2017}},
    DemoMentor{
        "Daniel Okafor",
        "daniel@demo.aspirex.example",
        "Africa/Lagos",
        "Product manager; from idea to first hundred users",
        "I have launched five products, two of which still live. We talk about who it is for, what to leave out, and how to "
        "find out cheaply. Founders and students with a side project are both welcome.",
        9,
        {"Product management", "User research", "Start-ups", "Writing"},
        {"English", ""},
        {{{"Idea to first users", "A plan for the next two weeks that you can afford.", 45, 900},
          {"Portfolio review", "Your case studies read as a hiring manager reads them.", 45, 900}}},
        10,
        19,
        {"University of Lagos", "B.Sc.", "Economics", 2010, 2014}},
    DemoMentor{
        "Mei Tanaka",
        "mei@demo.aspirex.example",
        "Asia/Tokyo",
        "Interface designer and design systems lead",
        "I lead a design system that forty teams use. I care about words, spacing and keyboard users. We look at your screens "
        "together and improve them while we talk.",
        12,
        {"UI design", "Accessibility", "Design systems", "Figma"},
        {"English", "Japanese"},
        {{{"Screen review", "Bring three screens, leave with better ones.", 60, 1400},
          {"Accessibility check", "Keyboard, contrast, screen reader: what to mend first.", 60, 1400}}},
        9,
        17,
        {"Musashino Art University", "B.A.", "Visual communication design", 2008, 2012}},
    DemoMentor{
        "Carlos Rivera",
        "carlos@demo.aspirex.example",
        "America/Mexico_City",
        "Mobile developer, Kotlin and Swift",
        "I write apps that work on old phones and bad networks. We read your code, measure it on a real device and mend the "
        "worst thing first.",
        7,
        {"Kotlin", "Swift", "Mobile", "Testing"},
        {"English", "Spanish"},
        {{{"Code review", "Your repository, read before we meet.", 60, 1100},
          {"First app", "From an empty folder to something on your phone.", 90, 1500}}},
        9,
        18,
        {"UNAM", "Licenciatura", "Computer engineering", 2012, 2017}},
    DemoMentor{
        "Priya Nair",
        "priya@demo.aspirex.example",
        "Asia/Kolkata",
        "Physics teacher, JEE and olympiad problems",
        "Fourteen years of teaching taught me that most mistakes are about drawing too little. We solve few problems, slowly, "
        "until the idea is yours.",
        14,
        {"Physics", "Mathematics", "Exam preparation", "Study skills"},
        {"English", "Malayalam"},
        {{{"Problem solving", "Mechanics or electricity, at your level.", 60, 700},
          {"Study plan", "Twelve weeks to the exam, on one page.", 30, 400}}},
        16,
        21,
        {"University of Calicut", "M.Sc.", "Physics", 2006, 2011}},
    DemoMentor{
        "Sara Lindqvist",
        "sara@demo.aspirex.example",
        "Europe/Stockholm",
        "Security engineer; threat models and code audits",
        "I break into things with permission. We draw your system, find the three ways in that matter, and close one of them "
        "together.",
        10,
        {"Security", "Rust", "Cryptography", "Code review"},
        {"English", "Swedish"},
        {{{"Threat model", "One diagram, one list, in order of urgency.", 60, 1800},
          {"Career in security", "Where to start and what to skip.", 30, 700}}},
        9,
        16,
        {"KTH Stockholm", "M.Sc.", "Computer science", 2009, 2014}},
    DemoMentor{
        "James Whitfield",
        "james@demo.aspirex.example",
        "Europe/London",
        "Economist; writing and applications to universities",
        "I have read two thousand application essays. The good ones are about one thing. We find yours and take everything "
        "else out.",
        16,
        {"Academic writing", "Economics", "Applications", "Presentations"},
        {"English", "French"},
        {{{"Essay clinic", "Two rounds of written comments and a talk between them.", 60, 1600},
          {"Mock interview", "With the questions that people do not expect.", 45, 1200}}},
        10,
        17,
        {"London School of Economics", "Ph.D.", "Economics", 2003, 2008}},
    DemoMentor{
        "Fatima El Idrissi",
        "fatima@demo.aspirex.example",
        "Africa/Casablanca",
        "Cloud engineer, from one server to many",
        "I run clusters for a living and advise most people against having one. We make your deployment boring: one command, "
        "a backup that was restored, an alarm that means something.",
        9,
        {"Linux", "Kubernetes", "Networking", "Python"},
        {"English", "French"},
        {{{"Deployment review", "From push to production, step by step.", 60, 1300},
          {"Linux foundations", "Processes, files and sockets, with your hands on them.", 90, 1500}}},
        9,
        18,
        {"Mohammadia School of Engineers", "Engineer", "Networks", 2010, 2015}},
    DemoMentor{
        "Grace Thompson",
        "grace@demo.aspirex.example",
        "America/New_York",
        "Engineering manager; first lead roles",
        "I have managed teams of four to forty. If you lead people for the first time, or want to, we practise the "
        "conversations that are hard.",
        18,
        {"Leadership", "Career advice", "Communication", "Hiring"},
        {"English", ""},
        {{{"First-time lead", "Your next two conversations, rehearsed.", 60, 2200},
          {"Career crossroads", "Two offers, or none: what to do.", 45, 1700}}},
        8,
        15,
        {"Cornell University", "B.Sc.", "Information science", 2000, 2004}},
    DemoMentor{
        "Kiran Shrestha",
        "kiran@demo.aspirex.example",
        "Asia/Kathmandu",
        "Web developer, React and TypeScript",
        "I learned on the job and teach the same way. Bring a broken page. We find out why, write a test and mend it.",
        6,
        {"TypeScript", "React", "CSS", "Testing"},
        {"English", "Nepali"},
        {{{"Debug with me", "Your bug, shared screen, one hour.", 60, 800},
          {"React from the start", "State, effects and when you need neither.", 60, 800}}},
        11,
        20,
        {"Tribhuvan University", "B.Sc.", "Computer science", 2015, 2019}},
    DemoMentor{
        "Oliver Marsh",
        "oliver@demo.aspirex.example",
        "Australia/Sydney",
        "Game developer and teacher of C++",
        "I wrote engines before engines were free. We look at memory, time and the shape of data, with a profiler open.",
        15,
        {"C++", "Game development", "Performance", "Mathematics"},
        {"English", ""},
        {{{"Modern C++", "Ownership, coroutines or templates: you choose.", 60, 1500},
          {"Profile it", "Where does the time go in your program?", 60, 1700}}},
        9,
        17,
        {"University of Sydney", "B.Sc.", "Mathematics", 2004, 2007}},
};

}  // namespace

std::span<DemoMentor const> mentors() { return kMentors; }

mentors::Education education_of(School const& school) {
    return {.institution = std::string(school.institution),
            .degree = std::string(school.degree),
            .subject = std::string(school.subject),
            .from_year = school.from_year,
            .to_year = school.to_year > 0 ? std::optional(school.to_year) : std::nullopt};
}

}  // namespace ax::demo

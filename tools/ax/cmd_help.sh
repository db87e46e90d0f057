ax_cmd_help() {
    cat <<'TEXT'
AspireX

  ./ax run [--listen HOST:PORT] [--data DIR] [--no-demo] [--debug]
                        install what is missing, build, serve on http://127.0.0.1:8000; --debug shows on each page
                        what its requests did: queries, times, caches, mails
  ./ax test [--fast] [--only SUITE]
                        build with sanitizers and run every test; --fast is the set for the inner loop
  ./ax lint [--fix]     formatting and static analysis of server and client
  ./ax setup [--run]    install only (--run: without what only tests need)
  ./ax build [--preset NAME] [--times]
                        the release: build/release/aspirex and web/dist; --times lists the slowest sources
  ./ax contract         regenerate contract/ and the client's types from the declarations in C++
  ./ax bench            measure, and write bench/RESULTS.md
  ./ax bench lighthouse [PATH...]
                        judge the public pages with Lighthouse, as on a phone and as on a desktop
  ./ax fuzz [TARGET|all] [SECONDS]
                        run the fuzzers (server/fuzz/), 60 s each if not told otherwise

Logs of every step are in build/logs/. Settings of the server: build/release/aspirex --help.
TEXT
}

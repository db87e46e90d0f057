# Node.js and npm, pinned by tools/node/package-lock.json (versions and integrity) and installed into .tools/node.
# Debian's npm, or any npm at hand, is used once, to fetch them.

AX_NODE_HOME=$AX_ROOT/.tools/node
AX_NODE_BIN=$AX_NODE_HOME/bin

# Never a browser of npm's: tests drive the system's Chromium. No nagging, no reports to the registry.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm_config_audit=false npm_config_fund=false \
    npm_config_update_notifier=false npm_config_omit_lockfile_registry_resolved=true

# The links are our own: Debian's npm makes none for a command called node.
ax_install_node() {
    rm -rf "$AX_NODE_HOME" && mkdir -p "$AX_NODE_BIN" &&
        cp tools/node/package.json tools/node/package-lock.json "$AX_NODE_HOME/" &&
        (cd "$AX_NODE_HOME" && npm ci --loglevel=error) &&
        (cd "$AX_NODE_BIN" && ln -s ../node_modules/node-linux-*/bin/node node) &&
        ln -s ../node_modules/npm/bin/npm-cli.js "$AX_NODE_BIN/npm" &&
        ln -s ../node_modules/npm/bin/npx-cli.js "$AX_NODE_BIN/npx" &&
        "$AX_NODE_BIN/node" --version &&
        sha1sum <tools/node/package-lock.json >"$AX_NODE_HOME/.stamp"
}

ax_need_node() {
    local stamp=$AX_NODE_HOME/.stamp
    if [[ ! -f $stamp || $(<"$stamp") != "$(sha1sum <tools/node/package-lock.json)" ]]; then
        command -v npm >/dev/null || ax_need_packages "${ax_packages_npm[@]}"
        ax_step "Node.js" node ax_install_node
    fi
    export PATH="$AX_NODE_BIN:$PATH"
}

ax_install_packages() { # FOLDER STAMP
    (cd "$1" && npm ci --loglevel=error) && mkdir -p "$1/node_modules" && printf '%s\n' "$2" >"$1/node_modules/.ax-stamp"
}

# The npm packages of a folder, installed again only when its lock file or Node changed.
ax_need_npm_packages() { # FOLDER TITLE
    local want have=
    want=$(cat "$1/package-lock.json" tools/node/package-lock.json | sha1sum | cut -d' ' -f1)
    [[ ! -f $1/node_modules/.ax-stamp ]] || have=$(<"$1/node_modules/.ax-stamp")
    [[ $want == "$have" ]] || ax_step "$2" "packages-${1//\//-}" ax_install_packages "$1" "$want"
}

ax_need_web_packages() { ax_need_npm_packages web "web packages"; }
ax_need_blackbox_packages() { ax_need_npm_packages server/tests/blackbox "black-box packages"; }

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

ax_install_web_packages() {
    (cd web && npm ci --loglevel=error) && mkdir -p web/node_modules && printf '%s\n' "$1" >web/node_modules/.ax-stamp
}

# The web client's packages, installed again only when the lock file or Node changed.
ax_need_web_packages() {
    local want have=
    want=$(cat web/package-lock.json tools/node/package-lock.json | sha1sum | cut -d' ' -f1)
    [[ ! -f web/node_modules/.ax-stamp ]] || have=$(<web/node_modules/.ax-stamp)
    [[ $want == "$have" ]] || ax_step "web packages" web-packages ax_install_web_packages "$want"
}

# What the black-box tests compare the server with: the payment gateway's own library.
ax_need_blackbox_packages() {
    local folder=server/tests/blackbox want have=
    want=$(cat "$folder/package-lock.json" tools/node/package-lock.json | sha1sum | cut -d' ' -f1)
    [[ ! -f $folder/node_modules/.ax-stamp ]] || have=$(<"$folder/node_modules/.ax-stamp")
    [[ $want == "$have" ]] || ax_step "black-box packages" blackbox-packages ax_install_blackbox_packages "$folder" "$want"
}

ax_install_blackbox_packages() {
    (cd "$1" && npm ci --ignore-scripts --loglevel=error) && printf '%s\n' "$2" >"$1/node_modules/.ax-stamp"
}

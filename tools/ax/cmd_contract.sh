# ./ax contract: writes what is generated from the declarations in C++ into the places where it is checked in.

ax_generate_contract() { # BINARY DIRECTORY
    mkdir -p "$2" && "$1" contract --out "$2"
}

# Where a generated file is checked in: types with the client, the example of all settings where .env is read.
ax_contract_home() {
    case $1 in
        env.example) printf '.env.example' ;;
        *.ts) printf 'web/src/api/%s' "$1" ;;
        *) printf 'contract/%s' "$1" ;;
    esac
}

# Compares the generated files with the checked-in ones; prints the difference.
ax_check_contract() { # BINARY
    local out=$AX_ROOT/build/contract file home status=0
    rm -rf "$out" && ax_generate_contract "$1" "$out" || return
    [[ -n $(ls "$out") ]] || { echo "nothing was generated" && return 1; }
    for file in "$out"/*; do
        home=$(ax_contract_home "${file##*/}")
        if [[ ! -f $home ]]; then
            echo "$home is missing" && status=1
        else
            diff -u "$home" "$file" || status=1
        fi
    done
    ((status == 0)) || echo "The declarations changed: run ./ax contract and commit the result."
    return "$status"
}

ax_cmd_contract() {
    ax_title "Contract"
    ax_need_packages "${ax_packages_run[@]}"
    ax_build_server release aspirex
    ax_step "generate" contract ax_generate_contract build/release/aspirex build/contract
    local file home
    for file in build/contract/*; do
        home=$(ax_contract_home "${file##*/}")
        mkdir -p "${home%/*}"
        cmp -s "$file" "$home" && ax_say "       $home (unchanged)" && continue
        cp "$file" "$home" && ax_say "       $home (written)"
    done
}

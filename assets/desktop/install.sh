#!/bin/sh
# Adds the program, its icon and its file type to the current user's desktop. Undo: sh install.sh --remove
# The program is the one that PLGT names, else the plgt of the PATH, else the one that this folder belongs to.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
icon=$data/icons/hicolor/scalable/apps/plgt-translator.svg
desktop=$data/applications/plgt-translator.desktop
mime=$data/mime/packages/plgt-translator.xml
if [ "${1:-}" = "--remove" ]; then
    rm -f "$icon" "$desktop" "$mime"
else
    program=${PLGT:-$(command -v plgt || true)}
    folder=$here
    while [ -z "$program" ] && [ "$folder" != / ]; do
        folder=$(dirname "$folder")
        for candidate in "$folder/plgt" "$folder/bin/plgt"; do
            if [ -z "$program" ] && [ -f "$candidate" ] && [ -x "$candidate" ]; then program=$candidate; fi
        done
    done
    case $program in
        "") echo "plgt is not on the PATH yet: the entry works once it is." >&2; program=plgt ;;
        *[\"\`\$\\%]*) echo "The path $program cannot stand in a desktop entry: move the program." >&2; exit 1 ;;
        *\ *) program="\"$program\"" ;;
    esac
    quoted=$(printf '%s' "$program" | sed 's/[&|]/\\&/g')
    mkdir -p "$(dirname "$icon")" "$(dirname "$desktop")" "$(dirname "$mime")"
    cp "$here/../icons/plgt-translator.svg" "$icon"
    sed "s|^Exec=plgt |Exec=$quoted |" "$here/plgt-translator.desktop" >"$desktop"
    cp "$here/plgt-translator.xml" "$mime"
fi
if [ -d "$data/mime/packages" ] && command -v update-mime-database >/dev/null; then
    update-mime-database "$data/mime"
fi
if [ -d "$data/applications" ] && command -v update-desktop-database >/dev/null; then
    update-desktop-database "$data/applications"
fi
if [ -d "$data/icons/hicolor" ]; then touch "$data/icons/hicolor"; fi # icon caches look at its time

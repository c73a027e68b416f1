#!/bin/sh
# Adds the program, its icon and its file type to the current user's desktop. Undo: sh install.sh --remove
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
icon=$data/icons/hicolor/scalable/apps/plgt-translator.svg
desktop=$data/applications/plgt-translator.desktop
mime=$data/mime/packages/plgt-translator.xml
if [ "${1:-}" = "--remove" ]; then
    rm -f "$icon" "$desktop" "$mime"
else
    mkdir -p "$(dirname "$icon")" "$(dirname "$desktop")" "$(dirname "$mime")"
    cp "$here/../icons/plgt-translator.svg" "$icon"
    cp "$here/plgt-translator.desktop" "$desktop"
    cp "$here/plgt-translator.xml" "$mime"
fi
if command -v update-mime-database >/dev/null; then update-mime-database "$data/mime"; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database "$data/applications"; fi

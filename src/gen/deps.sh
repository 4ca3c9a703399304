#!/bin/sh
# Installs the packages named as arguments with apt-get (through sudo when not root); elsewhere says
# what is needed. Does nothing, without the network, when everything is there.
set -eu
if ! command -v apt-get >/dev/null 2>&1; then
  echo "make deps: this system has no apt-get. Install what these Debian 12 packages hold, then run make:" >&2
  echo "  $*" >&2
  exit 1
fi
missing=
for package in "$@"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || { echo "deps: all packages are installed"; exit 0; }
sudo=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "make deps: run this as root: apt-get install -y$missing" >&2; exit 1; }
  sudo=sudo
fi
echo "deps: installing$missing"
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null

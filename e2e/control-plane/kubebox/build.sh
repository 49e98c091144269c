#!/usr/bin/env bash
# Builds kubebox (a whole Kubernetes in one binary, main.go) and helm from Go modules, once for each version of these
# sources: about 15 minutes of one core, 4 GB of compile cache, nothing but Go. Prints the folder with the programs.
# The folder is ${MANGRU_E2E_CACHE:-${XDG_CACHE_HOME:-~/.cache}/mangru-e2e}/kubebox-<hash of the sources>.
# `build.sh --where` prints that folder only when it is complete, and builds nothing (exit code 3 when it is not).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
sources=(go.mod go.sum main.go tools.go build.sh)
hash=$(cat "${sources[@]}" | sha256sum | cut -c1-16)
cache=${MANGRU_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mangru-e2e}
out=$cache/kubebox-$hash
parts=(etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl kwok)
if [[ -e $out/complete ]]; then echo "$out"; exit 0; fi
if [[ ${1:-} == --where ]]; then exit 3; fi
say() { echo "kubebox: $*" >&2; }
if ! command -v go >/dev/null; then say "not built: there is no Go on this machine"; exit 3; fi

mkdir -p "$cache"
# Two who ask at once build once: the second waits here and then finds the programs.
exec 9>"$cache/kubebox-$hash.lock"
flock 9
if [[ -e $out/complete ]]; then echo "$out"; exit 0; fi
work=$(mktemp -d "$cache/building-XXXXXX")
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT

say "fetching the modules (about 140 MB the first time)"
go mod download
# kwok 0.7 is made for the release before: one name was shortened since. It is corrected in a copy, for this build only.
cp -r "$(go list -m -f '{{.Dir}}' sigs.k8s.io/kwok)" "$work/kwok"
chmod -R u+w "$work/kwok"
sed -i 's/InitialEventsListBlueprintAnnotationKey/InitialEventsAnnotationKey/' "$work/kwok/pkg/utils/informer/informer.go"
cp go.mod "$work/build.mod"
cp go.sum "$work/build.sum"
go mod edit -replace="sigs.k8s.io/kwok=$work/kwok" "$work/build.mod"

version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
minor=${version#v1.}
flags=
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  flags+=" -X $package.gitTreeState=clean -X $package.buildDate=1970-01-01T00:00:00Z"
done
mkdir -p "$work/out"
build() { CGO_ENABLED=0 go build -modfile="$work/build.mod" -p "${MANGRU_E2E_BUILD_JOBS:-2}" -trimpath -buildvcs=false "$@"; }
say "compiling Kubernetes $version, etcd and kwok (about 2,800 packages)"
build -ldflags "-s -w$flags" -o "$work/out/kubebox" .
say "compiling helm"
build -ldflags "-s -w" -o "$work/out/helm" helm.sh/helm/v3/cmd/helm
for part in "${parts[@]}"; do ln -s kubebox "$work/out/$part"; done
touch "$work/out/complete"
rm -rf "$out"
mv "$work/out" "$out"
say "built"
echo "$out"

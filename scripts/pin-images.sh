#!/bin/sh
# Pins each image that docker-compose.yml and the Dockerfile name by the digest that its tag has now: what is tried is what
# runs, whatever becomes of the tag. Needs Docker with buildx, and a registry; changes nothing where one can't be reached.
set -eu
cd "${1:-.}"
ours='^winnow:'
images=$(sed -nE 's/^ *image: ([^ ]+).*/\1/p; s/^FROM ([^ ]+).*/\1/p' docker-compose.yml Dockerfile |
    sed 's/@.*//' | sort -u | grep -v "$ours")
pinned=$(mktemp)
trap 'rm -f "$pinned"' EXIT
for image in $images; do
    if ! digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$image"); then
        echo "No digest for $image: docker said why above. Nothing is changed; try again where a registry can be reached." >&2
        exit 1
    fi
    case $digest in
        sha256:*) echo "s|$image(@sha256:[0-9a-f]+)?|$image@$digest|" >>"$pinned" ;;
        *) echo "The registry's answer for $image is no digest: $digest" >&2; exit 1 ;;
    esac
    echo "$image@$digest"
done
sed -E -i -f "$pinned" docker-compose.yml Dockerfile

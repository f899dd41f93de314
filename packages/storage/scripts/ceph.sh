#!/bin/sh
# Runs Ceph's RADOS Gateway, an S3 server that shares no code with ours, for the contract tests.
#
#   ceph.sh run -- COMMAND…   runs COMMAND with HOLDALL_CEPH_ENDPOINT, _ACCESS_KEY and _SECRET_KEY set, stops
#                             Ceph, and exits with COMMAND's code. Where Ceph can't be had it says so and
#                             runs COMMAND without them.
#   ceph.sh start [FOLDER]    starts it, with its data in FOLDER (or a new temporary one), and prints the three
#                             variables and HOLDALL_CEPH_DIR as shell assignments
#   ceph.sh stop FOLDER       stops what `start` started and removes FOLDER
#
# One monitor, one object store in memory, one gateway, no manager; everything listens on loopback and is
# readable by the caller alone. As root on Debian or Ubuntu it installs the packages when they are missing.
# Starting takes about ten seconds. Data is lost when it stops.
set -eu

PROGRAMS='ceph ceph-mon ceph-osd ceph-authtool monmaptool radosgw radosgw-admin'

say() { printf 'ceph.sh: %s\n' "$*" >&2; }

missing() {
  for program in $PROGRAMS; do command -v "$program" >/dev/null 2>&1 || printf '%s ' "$program"; done
}

install() {
  [ -z "$(missing)" ] && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "not on this machine: $(missing)"
    return 1
  fi
  say 'installing it with apt-get'
  export DEBIAN_FRONTEND=noninteractive
  set -- apt-get install -y -qq --no-install-recommends radosgw ceph-mon ceph-osd ceph-common
  "$@" >/dev/null 2>&1 || { apt-get update -qq >/dev/null 2>&1 && "$@" >/dev/null; } || true
  [ -z "$(missing)" ] || { say "could not install: $(missing)"; return 1; }
}

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

secret() { node -e 'console.log(require("node:crypto").randomBytes(20).toString("hex"))'; }

# $1: how often to try, a quarter of a second apart; the rest: the command that must succeed
await() {
  tries=$1; shift
  while ! "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.25
  done
}

write_config() {
  mon_port=$(free_port); mon_port_v1=$(free_port); rgw_port=$(free_port)
  cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $(node -e 'console.log(require("node:crypto").randomUUID())')
mon host = [v2:127.0.0.1:$mon_port/0,v1:127.0.0.1:$mon_port_v1/0]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = $dir/keyring
run dir = $dir
admin socket = $dir/\$name.\$pid.asok
log file = $dir/\$name.log
pid file = $dir/\$name.pid
crash dir = $dir
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
[mon.a]
mon data = $dir/mon.a
[osd.0]
osd data = $dir/osd.0
osd objectstore = memstore
memstore device bytes = 4294967296
[client.rgw.a]
rgw frontends = beast endpoint=127.0.0.1:$rgw_port
rgw dns name = localhost
rgw enable usage log = false
rgw lc debug interval = -1
CONF
}

ceph_() { ceph -c "$dir/ceph.conf" --connect-timeout 10 "$@"; }

start() {
  umask 077
  dir=${1:-$(mktemp -d "${TMPDIR:-/tmp}/holdall-ceph.XXXXXX")}
  mkdir -p "$dir"
  write_config
  # shellcheck disable=SC2064
  trap "stop_quietly '$dir'" EXIT

  ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
  for name in client.admin client.rgw.a osd.0; do
    ceph-authtool "$dir/keyring" --gen-key -n "$name" \
      --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >/dev/null
  done
  fsid=$(sed -n 's/^fsid = //p' "$dir/ceph.conf")
  monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon_port,v1:127.0.0.1:$mon_port_v1]" \
    "$dir/monmap" >/dev/null
  mkdir -p "$dir/mon.a" "$dir/osd.0"
  ceph-mon -c "$dir/ceph.conf" --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring" >/dev/null
  ceph-mon -c "$dir/ceph.conf" -i a >/dev/null
  await 40 ceph_ mon stat || { say 'the monitor does not answer'; return 1; }

  # The monitor lets an OSD in only under the id that it was announced with.
  osd_id=$(node -e 'console.log(require("node:crypto").randomUUID())')
  ceph_ osd new "$osd_id" >/dev/null
  ceph-osd -c "$dir/ceph.conf" -i 0 --mkfs --osd-uuid "$osd_id" >/dev/null 2>&1
  ceph-osd -c "$dir/ceph.conf" -i 0 >/dev/null 2>&1
  radosgw -c "$dir/ceph.conf" -n client.rgw.a >/dev/null 2>&1

  access_key=holdall$(secret | cut -c1-13)
  secret_key=$(secret)
  timeout 60 radosgw-admin -c "$dir/ceph.conf" -n client.rgw.a user create --uid holdall \
    --display-name Holdall --access-key "$access_key" --secret-key "$secret_key" >/dev/null 2>"$dir/user.log" ||
    { say 'could not create a user'; cat "$dir/user.log" >&2; return 1; }
  endpoint=http://127.0.0.1:$rgw_port
  await 120 node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$endpoint" ||
    { say 'the gateway does not answer'; return 1; }
  trap - EXIT
}

# At once: the data is thrown away with them. A process id in a file may by now be somebody else's.
stop() {
  for pid_file in "$1"/*.pid; do
    [ -f "$pid_file" ] || continue
    pid=$(cat "$pid_file")
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "-c $1/ceph.conf" || continue
    kill -9 "$pid" 2>/dev/null || true
    await 40 sh -c "! kill -0 $pid" || true
  done
  rm -rf "$1"
}

stop_quietly() { stop "$1" >/dev/null 2>&1 || true; }

case ${1:-} in
  start)
    install
    start "${2:-}"
    printf 'export HOLDALL_CEPH_ENDPOINT=%s HOLDALL_CEPH_ACCESS_KEY=%s HOLDALL_CEPH_SECRET_KEY=%s HOLDALL_CEPH_DIR=%s\n' \
      "$endpoint" "$access_key" "$secret_key" "$dir"
    ;;
  stop)
    [ -f "${2:?a folder}/ceph.conf" ] || { say "$2 is not a folder of ceph.sh"; exit 1; }
    stop "$2"
    ;;
  run)
    shift
    [ "${1:-}" = -- ] && shift
    # In a process of its own: a function called in a condition would go on after its first failure.
    if variables=$("$0" start); then
      eval "$variables"
      trap 'stop "$HOLDALL_CEPH_DIR"' EXIT
      trap 'exit 130' INT
      trap 'exit 143' TERM
      code=0
      "$@" || code=$?
      say "ran with $(ceph --version | cut -d' ' -f1-3) at $HOLDALL_CEPH_ENDPOINT"
      exit "$code"
    fi
    say 'SKIPPED: no Ceph here, so the storage contract runs without it'
    "$@"
    ;;
  *)
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0" >&2
    exit 2
    ;;
esac

/** Comparison: one root hash when nothing differs; else hashes of buckets, then lines of vectors, then wants. */
import type { LogKey } from '../frames/log.ts'
import { viewOf } from './common.ts'
import { confirmAll } from './confirm.ts'
import { areInterestsKnown } from './interest.ts'
import { coversKey } from './interest-name.ts'
import { raise, send, type Machine, type Peer } from './machine.ts'
import type { Beacon, Buckets, Vector, VectorLine } from './message.ts'
import type { StateVector } from './vector.ts'
import { lack, suspect } from './want.ts'

/** A beacon arrived: equal roots end it; of two that differ one side, the same for both, begins the comparison. */
export function takeBeacon(machine: Machine, peer: Peer, beacon: Beacon): void {
  if (!areInterestsKnown(machine, peer, beacon)) return
  watchVerdict(machine, peer, beacon)
  const vector = viewOf(machine, peer)
  if (vector === null) return
  if (beacon.root === vector.root()) {
    if (beacon.durable) level(machine, peer, beacon.root)
    return
  }
  if (!isFirst(machine, peer) || machine.now - peer.comparedAt < machine.limits.compareMs) return
  peer.comparedAt = machine.now
  if (vector.size() <= machine.limits.smallVectorLogs) sendVector(machine, peer, vector, null)
  else send(machine, peer, { t: 'buckets', hashes: vector.buckets() })
}

/** The peer keeps all that this node holds of what both do, and nothing more. */
function level(machine: Machine, peer: Peer, root: string): void {
  confirmAll(machine, peer)
  if (peer.levelRoot === root) return
  peer.levelRoot = root
  machine.out.push({ type: 'level', peer: peer.id })
}

/** Hashes of buckets arrived: those that differ are named with what is held there. */
export function takeBuckets(machine: Machine, peer: Peer, { hashes }: Buckets): void {
  const vector = viewOf(machine, peer)
  if (vector === null) return
  const theirs = new Map(hashes)
  const ours = new Map(vector.buckets())
  const buckets = new Set([...theirs.keys(), ...ours.keys()])
  const differing = [...buckets].filter((bucket) => theirs.get(bucket) !== ours.get(bucket)).sort((a, b) => a - b)
  if (differing.length > 0) sendVector(machine, peer, vector, differing)
}

/** Lines of a vector arrived: what we lack is wanted; what they lack is named in return, if they asked. */
export function takeVector(machine: Machine, peer: Peer, { logs, ask }: Vector): void {
  const told = new Map<LogKey, VectorLine>()
  for (const line of logs) {
    told.set(line[0], line)
    takeLine(machine, peer, line)
  }
  if (ask === undefined) return
  const ahead: VectorLine[] = []
  for (const line of viewOf(machine, peer)?.lines(ask) ?? []) {
    const theirs = told.get(line[0])
    if (theirs === undefined || isAhead(line, theirs)) ahead.push(line)
  }
  for (let at = 0; at < ahead.length; at += machine.limits.vectorLogs) {
    send(machine, peer, { t: 'vector', logs: ahead.slice(at, at + machine.limits.vectorLogs) })
  }
}

function takeLine(machine: Machine, peer: Peer, line: VectorLine): void {
  const [log, count, head] = line
  if (!coversKey(machine.interest, log)) return
  const ours = machine.vector.line(log)
  if (head === 'forked') {
    // What leads to the fork comes first: nothing behind it could be placed.
    if (machine.vector.reach(log) <= count) lack(machine, peer, log, count + 1)
    else if (ours?.[2] !== 'forked' || ours[1] > count) suspect(machine, peer, log, count)
    return
  }
  const held = machine.vector.held(log)
  raise(peer.known, log, count, machine.limits.knownLogs)
  if (count > machine.vector.reach(log)) lack(machine, peer, log, count)
  // Held, but it does not count here: perhaps what counts there is another branch.
  else if (count > held.count) suspect(machine, peer, log, count - 1)
  else if (count === held.count && count > 0 && head !== held.head && ours?.[2] !== 'forked')
    suspect(machine, peer, log, count - 1)
}

/** Whether `ours` is news to one who has `theirs`: more entries, another head, or a proof of equivocation at a lower seq. */
function isAhead(ours: VectorLine, theirs: VectorLine): boolean {
  if (ours[2] === 'forked') return theirs[2] !== 'forked' || ours[1] < theirs[1]
  if (theirs[2] === 'forked') return false
  return ours[1] > theirs[1] || (ours[1] === theirs[1] && ours[2] !== theirs[2])
}

/**
 * Sends what is held in `buckets` (null: all), asking for what is held there beyond it. A message asks for whole buckets, since a log
 * that it leaves out of them is taken for lacking; of a bucket larger than a message the last part asks, and is answered too broadly.
 */
function sendVector(machine: Machine, peer: Peer, vector: StateVector, buckets: readonly number[] | null): void {
  const max = machine.limits.vectorLogs
  if (buckets === null) return send(machine, peer, { t: 'vector', logs: [...vector.lines(null)], ask: null })
  let logs: VectorLine[] = []
  let ask: number[] = []
  for (const bucket of buckets) {
    const lines = [...vector.lines([bucket])]
    if (ask.length > 0 && logs.length + lines.length > max) {
      send(machine, peer, { t: 'vector', logs, ask })
      logs = []
      ask = []
    }
    while (lines.length > max) send(machine, peer, { t: 'vector', logs: lines.splice(0, max) })
    logs.push(...lines)
    ask.push(bucket)
  }
  send(machine, peer, { t: 'vector', logs, ask })
}

/** Of two connected nodes exactly one begins: the one whose author, then nonce, is the smaller. */
function isFirst({ self }: Machine, peer: Peer): boolean {
  return peer.hello !== null && `${self.author} ${peer.own.nonce}` < `${peer.hello.author} ${peer.hello.nonce}`
}

function watchVerdict(machine: Machine, peer: Peer, { verdict }: Beacon): void {
  const own = machine.verdict
  // With other domains more or less is unjudged, though all that is common be equal; and another judge may mean otherwise (R18).
  if (peer.interest.name !== machine.interest.name || own === null || verdict === undefined) return
  if (verdict.root !== own.root || verdict.terms !== own.terms || verdict.digest === own.digest) return
  if (peer.alarmedAt === own.root) return
  peer.alarmedAt = own.root
  const digests = `the judgement here is ${own.digest} and there ${verdict.digest}`
  const why = `same entries (state ${own.root}), but ${digests}: one of the two nodes is broken`
  machine.out.push({ type: 'alarm', peer: peer.id, why })
}

/** Ranges: what arrives is admitted or left, what is wanted is served by credit, what is new is pushed on. */
import type { Range } from '../frames/entry.ts'
import { logKeyOf, type LogKey } from '../frames/log.ts'
import { isCommon } from './common.ts'
import { covers } from './interest-name.ts'
import { raise, send, type Machine, type Peer } from './machine.ts'
import type { Entries, Message, Vector, Want } from './message.ts'
import { lack, release, resume } from './want.ts'

/** A range arrived: admitted when it extends what is held, wanted from its gap when it does not reach, left when it brings nothing. */
export function takeEntries(machine: Machine, peer: Peer, { range, ends }: Entries): void {
  if (!covers(machine.interest, range.log)) return
  const key = logKeyOf(range.log)
  const end = range.from + range.bodies.length
  const count = machine.vector.reach(key)
  raise(peer.known, key, end, machine.limits.knownLogs)
  const wanted = machine.wants.get(key)
  const isWanted = wanted?.peer === peer.id
  if (isWanted) {
    wanted.at = machine.now
    wanted.hasEnded ||= ends === true
  }
  if (range.from > count) {
    lack(machine, peer, key, end)
    return resume(machine, key)
  }
  const isSuspect = isWanted && wanted.suspect
  // Who passes on what others said asks for no confirmation: nothing would follow from it.
  const isSaying = peer.hello?.author === range.log.author
  if (isSaying && (end > count || machine.unsafe.has(key))) raise(peer.owed, key, end, machine.limits.knownLogs)
  if (end <= count && !isSuspect) return resume(machine, key)
  if (isSuspect) release(machine, key)
  peer.doubted = isSuspect && !wanted.again ? { log: key, seq: wanted.from } : null
  machine.out.push({ type: 'admit', peer: peer.id, range })
}

/** A want arrived: serving begins, unless it is served already or the peer has more open than it may. */
export function takeWant(machine: Machine, peer: Peer, want: Want): void {
  const { creditChars, servesPerPeer } = machine.limits
  if (servable(machine, want.log) <= want.from) return
  if (peer.serving.has(want.log) || peer.serving.size >= servesPerPeer) return
  peer.serving.set(want.log, Math.min(want.credit, creditChars))
  serve(machine, peer, want.log, want.from)
}

/** The node read what was to be served: it is sent, and reading goes on while there is credit and more to send. */
export function takeServed(machine: Machine, peer: Peer, log: LogKey, range: Range | null): void {
  const credit = peer.serving.get(log)
  if (credit === undefined) return
  if (range === null || range.bodies.length === 0) {
    peer.serving.delete(log)
    return
  }
  const next = range.from + range.bodies.length
  const creditLeft = credit - charsOf(range)
  if (creditLeft <= 0 || servable(machine, log) <= next) {
    send(machine, peer, { t: 'entries', range, ends: true })
    peer.serving.delete(log)
    return
  }
  send(machine, peer, { t: 'entries', range })
  peer.serving.set(log, creditLeft)
  serve(machine, peer, log, next)
}

/**
 * Sends a new range to every neighbour that is not known to hold it. A large one, or one behind a range being served, is
 * announced only. The same message object goes to all, so that it need be encoded once.
 */
export function push(machine: Machine, log: LogKey, range: Range, from: string | null): void {
  if (from !== null && machine.self.role === 'leaf') return
  const line = machine.vector.line(log)
  const pushed: Message = { t: 'entries', range }
  // What counts for nothing yet is in no vector, so it cannot be announced.
  const announced: Vector | null = line === undefined ? null : { t: 'vector', logs: [line] }
  const isLarge = charsOf(range) > machine.limits.pushChars
  const end = range.from + range.bodies.length
  for (const peer of machine.peers.values()) {
    if (peer.hello === null || peer.id === from || peer.hello.author === range.log.author) continue
    if (!isCommon(peer, range.log)) continue
    if ((peer.known.get(log) ?? 0) >= end) continue
    const message = isLarge || peer.serving.has(log) ? announced : pushed
    if (message !== null) send(machine, peer, message)
  }
}

/** Characters of body text: the measure of credit. */
export function charsOf(range: Range): number {
  return range.bodies.reduce((sum, body) => sum + body.length, 0)
}

/** What counts; of what this node wrote itself all, since it may count soon. */
function servable({ vector, self }: Machine, log: LogKey): number {
  return vector.logOf(log)?.author === self.author ? vector.reach(log) : vector.held(log).count
}

function serve(machine: Machine, peer: Peer, log: LogKey, from: number): void {
  const charsMax = Math.min(machine.limits.entriesChars, peer.serving.get(log) ?? 0)
  machine.out.push({ type: 'serve', peer: peer.id, log, from, charsMax })
}

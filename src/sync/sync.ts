/** Sync: the pure state machine that makes two nodes hold the same logs over any link that delivers something sometimes. */
import { unreachable } from '../base/assert.ts'
import type { Ms } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Held, LogKey } from '../frames/log.ts'
import { isBeaconDue, sendBeacon, takeBeacon, takeBuckets, takeVector } from './compare.ts'
import { takeDurable, takeHave } from './confirm.ts'
import { SYNC_LIMITS, type SyncLimits } from './limits.ts'
import { createMachine, createPeer, send, SYNC_VERSIONS } from './machine.ts'
import type { Effect, Input, IsWanted, Machine, Peer, Self } from './machine.ts'
import type { Hello, Message, VectorLine } from './message.ts'
import { push, takeEntries, takeServed, takeWant } from './range.ts'
import { forgetWantsOf, giveUpStalled, progress, release, suspect } from './want.ts'

/** What a machine is made of. */
export interface SyncOptions {
  readonly self: Self
  /** Spreads the beats; decides nothing. */
  readonly random: Random
  readonly limits?: Partial<SyncLimits>
  /** Whether entry `seq` of a log is wanted; absent: every one. */
  readonly isWanted?: IsWanted
}

/** One node's side of replication. It does nothing by itself: every step is somebody's call. */
export interface Sync {
  /** Takes what happened and says what to do about it. `now` never goes back. */
  step(input: Input, now: Ms): readonly Effect[]
  /** When the next `tick` is due; null: none is needed until something else happens. */
  due(): Ms | null
  /** The root of the state vector. */
  root(): string
  held(log: LogKey): Held
  /** The state vector, line by line. */
  lines(): Iterable<VectorLine>
  /** Entries held in all logs, as far as they count. */
  entries(): number
  /** Sizes of what is remembered, for checks of their bounds. */
  sizes(): { readonly peers: number; readonly wants: number; readonly perPeer: number }
}

/** A machine that knows no log and no peer yet. */
export function createSync(options: SyncOptions): Sync {
  const machine = createMachine(options.self, options.random, { ...SYNC_LIMITS, ...options.limits }, options.isWanted ?? (() => true))
  return {
    step(input, now) {
      machine.now = now
      machine.out = []
      machine.beatAt ??= now + machine.limits.beatMs + machine.random.below(machine.limits.beatJitterMs + 1)
      take(machine, input)
      return machine.out
    },
    due: () => (machine.peers.size === 0 ? null : machine.beatAt),
    root: () => machine.vector.root(),
    held: (log) => machine.vector.held(log),
    lines: () => machine.vector.lines(null),
    entries: () => machine.vector.entries(),
    sizes: () => ({ peers: machine.peers.size, wants: machine.wants.size, perPeer: largestPeer(machine) }),
  }
}

function take(machine: Machine, input: Input): void {
  switch (input.type) {
    case 'up':
      return meet(machine, input.peer)
    case 'down':
      machine.peers.delete(input.peer)
      return forgetWantsOf(machine, input.peer)
    case 'message':
      return receive(machine, input.peer, input.message)
    case 'tick':
      return beat(machine)
    case 'grown':
      return grow(machine, input)
    case 'durable':
      return takeDurable(machine, input.logs)
    case 'served': {
      const peer = machine.peers.get(input.peer)
      return peer === undefined ? undefined : takeServed(machine, peer, input.log, input.range)
    }
    case 'refused':
      machine.peers.get(input.peer)?.lacking.delete(input.log)
      machine.peers.get(input.peer)?.owed.delete(input.log)
      if (machine.wants.get(input.log)?.peer === input.peer) release(machine, input.log)
      return
    case 'parted': {
      if (machine.wants.get(input.log)?.peer === input.peer) release(machine, input.log)
      const peer = machine.peers.get(input.peer)
      return peer === undefined ? undefined : suspect(machine, peer, input.log, input.seq)
    }
    case 'forked':
      machine.vector.fork(input.log, input.seq)
      return
    case 'verdict':
      machine.verdict = { root: input.root, digest: input.digest }
      return
    default:
      unreachable(input)
  }
}

function meet(machine: Machine, id: string): void {
  if (machine.peers.has(id)) return
  if (machine.peers.size >= machine.limits.peers) return drop(machine, id, `more than ${machine.limits.peers} peers`)
  const peer = createPeer(id)
  machine.peers.set(id, peer)
  sendHello(machine, peer)
}

function receive(machine: Machine, id: string, message: Message): void {
  const peer = machine.peers.get(id)
  if (peer === undefined) return
  if (message.t === 'hello') return takeHello(machine, peer, message)
  if (peer.hello === null) {
    peer.strange += 1
    if (peer.strange > machine.limits.strangerMessages) drop(machine, id, 'it speaks without a hello')
    return
  }
  if (isForeign(machine, message)) return drop(machine, id, 'it names a log of another realm')
  peer.met = true
  switch (message.t) {
    case 'beacon':
      return takeBeacon(machine, peer, message)
    case 'buckets':
      return takeBuckets(machine, peer, message)
    case 'vector':
      return takeVector(machine, peer, message)
    case 'want':
      return takeWant(machine, peer, message)
    case 'entries':
      return takeEntries(machine, peer, message)
    case 'have':
      return takeHave(machine, peer, message)
    default:
      unreachable(message)
  }
}

/** Whether a message names a log outside the realm of its connection. */
function isForeign({ self }: Machine, message: Exclude<Message, Hello>): boolean {
  const isOther = (log: LogKey): boolean => !log.startsWith(`["${self.realm}",`)
  if (message.t === 'entries') return message.range.log.realm !== self.realm
  if (message.t === 'want') return isOther(message.log)
  if (message.t === 'vector' || message.t === 'have') return message.logs.some(([log]) => isOther(log))
  return false
}

/**
 * The first hello opens the realm to the peer, and another nonce is another start of it. The same again says that it still
 * awaits our hello or, having that, the first message after it; each is answered by the next in order, so the exchange ends
 * whatever is lost or doubled.
 */
function takeHello(machine: Machine, before: Peer, hello: Hello): void {
  if (before.hello?.nonce === hello.nonce) {
    return hello.heard === machine.self.nonce ? sendBeacon(machine, before) : sendHello(machine, before)
  }
  const refusal = refusalOf(machine.self, hello)
  if (refusal !== null) return drop(machine, before.id, refusal)
  const peer = before.hello === null ? before : restart(machine, before)
  peer.hello = hello
  machine.out.push({ type: 'ready', peer: peer.id, hello })
  sendBeacon(machine, peer)
}

function refusalOf(self: Self, hello: Hello): string | null {
  if (hello.realm !== self.realm) return `it belongs to another realm, ${hello.realm}`
  if (!hello.versions.some((version) => SYNC_VERSIONS.includes(version))) {
    return `it speaks versions ${hello.versions.join(', ')} of the protocol, this node ${SYNC_VERSIONS.join(', ')}`
  }
  if (hello.author === self.author && hello.nonce === self.nonce) return 'it is this very node'
  return null
}

/** The peer restarted behind the same connection: what it was known to hold or to owe is void. */
function restart(machine: Machine, before: Peer): Peer {
  machine.peers.delete(before.id)
  forgetWantsOf(machine, before.id)
  const peer = createPeer(before.id)
  machine.peers.set(peer.id, peer)
  sendHello(machine, peer)
  return peer
}

/** Everything that is done for no other reason than that time has passed. */
function beat(machine: Machine): void {
  if (machine.beatAt !== null && machine.now < machine.beatAt) return
  machine.beatAt = machine.now + machine.limits.beatMs + machine.random.below(machine.limits.beatJitterMs + 1)
  giveUpStalled(machine)
  for (const peer of machine.peers.values()) {
    if (!peer.met) sendHello(machine, peer)
    if (peer.hello !== null && isBeaconDue(machine, peer)) sendBeacon(machine, peer)
  }
}

function grow(machine: Machine, input: Extract<Input, { type: 'grown' }>): void {
  const log = machine.vector.set(input.log, input.held, input.reach)
  machine.unconfirmed.add(log)
  if (input.range !== null) machine.unsafe.add(log)
  progress(machine, log)
  if (input.range !== null) push(machine, log, input.range, input.from)
}

function sendHello(machine: Machine, peer: Peer): void {
  const { realm, author, name, role, nonce, founding } = machine.self
  const heard = peer.hello?.nonce ?? null
  const hello: Hello = { t: 'hello', versions: SYNC_VERSIONS, realm, author, name, role, nonce, heard }
  send(machine, peer, founding === undefined ? hello : { ...hello, founding })
}

function drop(machine: Machine, peer: string, why: string): void {
  machine.out.push({ type: 'drop', peer, why })
}

function largestPeer(machine: Machine): number {
  let largest = 0
  for (const { known, lacking, owed, serving } of machine.peers.values()) {
    largest = Math.max(largest, known.size, lacking.size, owed.size, serving.size)
  }
  return largest
}

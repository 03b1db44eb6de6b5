/** Sync: the pure state machine that makes two nodes hold the same logs over any link that delivers something sometimes. */
import { unreachable } from '../base/assert.ts'
import type { Ms } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Held, LogKey } from '../frames/log.ts'
import { asksDue, beatAsks, forgetAsksOf, takeAnswer, takeAsk, takeForget, takeQuestion, takeReply, takeUnask } from './asks.ts'
import { isBeaconDue, sendBeacon } from './beacon.ts'
import { takeBeacon, takeBuckets, takeVector } from './compare.ts'
import { takeDurable, takeHave } from './confirm.ts'
import { viewOf } from './common.ts'
import { hold, takeInterest } from './interest.ts'
import { SYNC_LIMITS, type SyncLimits } from './limits.ts'
import type { Means, Self } from './handshake.ts'
import { createMachine, drop } from './machine.ts'
import type { Effect, Input, IsWanted, Machine, Peer } from './machine.ts'
import { open, sendHello } from './greeting.ts'
import { distrust, meet, takeHello } from './meeting.ts'
import { listMembers, takeAbout, takePresence, takeProfile, takeSelf, tellPresence } from './members.ts'
import type { Hello, Message, VectorLine, Word } from './message.ts'
import type { Member } from './presence.ts'
import { push, takeEntries, takeServed, takeWant } from './range.ts'
import { forgetWantsOf, forgo, giveUpStalled, progress, release, suspect } from './want.ts'

/** What a machine is made of. */
export interface SyncOptions {
  readonly self: Self
  readonly means: Means
  /** Nonces; and spreads the beats; decides nothing. */
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
  /** Whether the peer said last that it keeps just what this node holds, of what both hold. */
  isLevel(peer: string): boolean
  /** All other members that are remembered, by author. */
  members(): readonly Member[]
  /** Sizes of what is remembered, for checks of their bounds. */
  sizes(): { readonly peers: number; readonly wants: number; readonly perPeer: number; readonly members: number; readonly asks: number }
}

/** A machine that knows no log and no peer yet. */
export function createSync(options: SyncOptions): Sync {
  const { self, means, random, limits, isWanted = () => true } = options
  const machine = createMachine({ self, means, random, isWanted, limits: { ...SYNC_LIMITS, ...limits } })
  return {
    step(input, now) {
      machine.now = now
      machine.out = []
      machine.beatAt ??= now + machine.limits.beatMs + machine.random.below(machine.limits.beatJitterMs + 1)
      take(machine, input)
      return machine.out
    },
    due: () => dueOf(machine),
    members: () => listMembers(machine),
    root: () => machine.vector.root(),
    held: (log) => machine.vector.held(log),
    lines: () => machine.vector.lines(null),
    entries: () => machine.vector.entries(),
    isLevel(id) {
      const peer = machine.peers.get(id)
      return peer !== undefined && peer.levelRoot !== '' && viewOf(machine, peer)?.root() === peer.levelRoot
    },
    sizes() {
      const { peers, wants, members, asks } = machine
      return { peers: peers.size, wants: wants.size, perPeer: largestPeer(machine), members: members.size, asks: asks.size }
    },
  }
}

/** With nobody there and nothing asked no time passes. */
function dueOf(machine: Machine): Ms | null {
  const asksAt = asksDue(machine)
  if (machine.peers.size === 0 || machine.beatAt === null) return asksAt
  return Math.min(machine.beatAt, asksAt ?? Infinity)
}

function take(machine: Machine, input: Input): void {
  switch (input.type) {
    case 'up':
      return meet(machine, input.peer, input.awaits === true)
    case 'down':
      return leave(machine, input.peer)
    case 'message':
      return receive(machine, input.peer, input.message)
    case 'tick':
      return beat(machine)
    case 'grown':
      return grow(machine, input)
    case 'hold':
      return hold(machine, input.domains)
    case 'durable':
      return takeDurable(machine, input.logs)
    case 'served': {
      const peer = machine.peers.get(input.peer)
      return peer === undefined ? undefined : takeServed(machine, peer, input.log, input.range)
    }
    case 'refused': {
      const peer = machine.peers.get(input.peer)
      return peer === undefined ? undefined : forgo(machine, peer, input.log)
    }
    case 'parted': {
      if (machine.wants.get(input.log)?.peer === input.peer) release(machine, input.log)
      const peer = machine.peers.get(input.peer)
      return peer === undefined ? undefined : suspect(machine, peer, input.log, input.seq)
    }
    case 'forked':
      machine.vector.fork(input.log, input.seq)
      return
    case 'self':
      return takeSelf(machine, input.start, input.load, input.profile)
    case 'ask':
      return takeQuestion(machine, input.id, input.to, input.text, input.ms)
    case 'reply':
      return takeReply(machine, input.id, input)
    case 'forget':
      return takeForget(machine, input.id)
    case 'verdict':
      machine.verdict = input.verdict
      return
    default:
      unreachable(input)
  }
}

function leave(machine: Machine, id: string): void {
  const peer = machine.peers.get(id)
  if (peer === undefined) return
  machine.peers.delete(id)
  machine.neighbours.delete(id)
  forgetWantsOf(machine, id)
  forgetAsksOf(machine, peer)
}

function receive(machine: Machine, id: string, message: Message): void {
  const peer = machine.peers.get(id)
  if (peer === undefined) return
  if (message.t === 'hello') {
    const known = takeHello(machine, peer, message)
    if (known === null) return
    takeOpening(machine, known, message.opening ?? [])
    return open(machine, known, message)
  }
  if (peer.hello === null) return void distrust(machine, peer, 'it speaks without a hello')
  if (isForeign(machine, message)) return drop(machine, id, 'it names a log of another realm')
  peer.met = true
  peer.signed = null
  takeProved(machine, peer, message)
}

/** What was said first: each word as if it had come by itself. */
function takeOpening(machine: Machine, peer: Peer, words: readonly Word[]): void {
  for (const word of words) takeProved(machine, peer, word)
}

/** Takes what a peer said that proved who it is. */
function takeProved(machine: Machine, peer: Peer, message: Exclude<Message, Hello>): void {
  switch (message.t) {
    case 'opening':
      return takeOpening(machine, peer, message.words)
    case 'beacon':
      return takeBeacon(machine, peer, message)
    case 'interest':
      return takeInterest(machine, peer, message)
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
    case 'presence':
      return takePresence(machine, peer, message)
    case 'about':
      return takeAbout(machine, peer, message)
    case 'profile':
      return takeProfile(machine, peer, message)
    case 'ask':
      return takeAsk(machine, peer, message)
    case 'answer':
      return takeAnswer(machine, peer, message)
    case 'unask':
      return takeUnask(machine, peer, message)
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

/** Everything that is done for no other reason than that time has passed. */
function beat(machine: Machine): void {
  beatAsks(machine)
  if (machine.beatAt !== null && machine.now < machine.beatAt) return
  machine.beatAt = machine.now + machine.limits.beatMs + machine.random.below(machine.limits.beatJitterMs + 1)
  giveUpStalled(machine)
  machine.views.keep(new Set(Array.from(machine.peers.values(), ({ interest }) => interest.name)))
  for (const peer of machine.peers.values()) {
    if (!peer.met) sendHello(machine, peer)
    if (peer.hello !== null && isBeaconDue(machine, peer)) sendBeacon(machine, peer)
  }
  tellPresence(machine)
}

function grow(machine: Machine, input: Extract<Input, { type: 'grown' }>): void {
  const log = machine.vector.set(input.log, input.held, input.reach)
  machine.unconfirmed.add(log)
  if (input.range !== null) machine.unsafe.add(log)
  progress(machine, log)
  if (input.range !== null) push(machine, log, input.range, input.from)
}

function largestPeer(machine: Machine): number {
  let largest = 0
  for (const { known, lacking, owed, serving } of machine.peers.values()) {
    largest = Math.max(largest, known.size, lacking.size, owed.size, serving.size)
  }
  return largest
}

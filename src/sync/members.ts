/** Members: who is there, by presences that pass from neighbour to neighbour, each once; and the profiles behind them (R18). */
import type { Ms } from '../base/clock.ts'
import type { Hash } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'
import { blame, send, type Machine, type Peer } from './machine.ts'
import type { About, PresenceMessage, ProfileMessage } from './message.ts'
import { isLater, isPresenceTrue, readProfile, signPresence } from './presence.ts'
import type { Known, Member, SignedPresence, WrittenProfile } from './presence.ts'

/** Ways back remembered to one member. */
const WAYS_MAX = 3

/** How long a presence stands: three of its author's beats, as long as those are. Silent for two of these a member is dead. */
function leaseMs({ limits }: Machine, { signed, profile }: Pick<Known, 'signed' | 'profile'>): Ms {
  const beatMs = profile?.profile.beatMs ?? limits.beatMs + limits.beatJitterMs
  return 3 * (signed.leaf ? Math.max(limits.leafBeatMs, beatMs) : beatMs)
}

/** Whether a member was heard of within two leases. */
export function isLive(machine: Machine, known: Known): boolean {
  return machine.now - known.heardAt < 2 * leaseMs(machine, known)
}

/** What the node tells of itself from the next beat on; nobody is told anything of a node that never said. */
export function takeSelf(machine: Machine, start: number, load: number, profile: WrittenProfile): void {
  machine.own = { start, load, profile, signed: machine.own?.signed ?? null, signedAt: machine.own?.signedAt ?? Number.NEGATIVE_INFINITY }
}

/** Told at each beat: ourselves to the neighbours, what is new to leaves, and profiles that are missing are asked for. */
export function tellPresence(machine: Machine): void {
  sayAnew(machine)
  const waiting = [...machine.members.values()].filter(({ isPassedOn }) => !isPassedOn)
  for (const peer of machine.peers.values()) {
    peer.newcomers = 0
    peer.profilesServed = 0
    if (peer.hello === null || machine.now - peer.toldAt < restOf(machine, peer)) continue
    const others = peer.hello.role === 'leaf' ? newsFor(machine, peer) : unheardBy(peer, waiting)
    for (const message of tellings(machine, peer, others)) send(machine, peer, message)
  }
  for (const known of waiting) known.isPassedOn = true
  askForProfiles(machine)
}

/** Of these presences those that the peer did not tell us itself, and that are not its own. */
function unheardBy(peer: Peer, waiting: readonly Known[]): readonly SignedPresence[] {
  const unheard = waiting.filter(({ signed, via }) => signed.author !== peer.hello?.author && !via.includes(peer.id))
  return unheard.map(({ signed }) => signed)
}

/** Signs a presence when the last one is a beat old, a leaf's beat for a leaf. */
function sayAnew(machine: Machine): void {
  const { self, own, means, now, limits } = machine
  if (own === null || now - own.signedAt < (self.role === 'leaf' ? limits.leafBeatMs : 0)) return
  const { start, load, profile, signed } = own
  // The clock makes a node without a journal later after its restart; within a start it only ever rises.
  const count = signed?.start === start ? Math.max(signed.count + 1, now) : now
  const presence = { author: self.author, start, count, load, about: profile.about, leaf: self.role === 'leaf' }
  machine.own = { ...own, signed: signPresence(presence, self.realm, means.keyPair), signedAt: now }
}

/** What is about to be told to a peer that is known now: of everybody. */
export function presencesTo(machine: Machine, peer: Peer): readonly PresenceMessage[] {
  if (machine.own?.signed === null) sayAnew(machine)
  return tellings(machine, peer, newsFor(machine, peer), machine.own?.profile.text)
}

/** Least time between two tellings: a beat, or a leaf's. */
function restOf({ self, limits }: Machine, { hello }: Peer): Ms {
  return self.role === 'leaf' || hello?.role === 'leaf' ? limits.leafBeatMs : 0
}

/** Ourselves and these others, in messages that are about to be sent. */
function tellings(machine: Machine, peer: Peer, others: readonly SignedPresence[], profile?: string): readonly PresenceMessage[] {
  const max = machine.limits.presencesTold
  const own = machine.own?.signed ?? null
  const list = own === null ? others : [own, ...others]
  if (list.length === 0) return []
  const echo = peer.toldToUs === null ? {} : { echo: [peer.toldToUs.at, machine.now - peer.toldToUs.heardAt] as const }
  const about = profile === undefined ? {} : { profile }
  const messages: PresenceMessage[] = [{ t: 'presence', list: list.slice(0, max), ...about, at: machine.now, ...echo }]
  for (let at = max; at < list.length; at += max) messages.push({ t: 'presence', list: list.slice(at, at + max) })
  peer.toldAt = machine.now
  return messages
}

/** What a peer has not been told by us: to a leaf, members only and not too many; it cannot reach other leaves, and pays for each. */
function newsFor(machine: Machine, peer: Peer): readonly SignedPresence[] {
  const isLeaf = peer.hello?.role === 'leaf'
  const news: SignedPresence[] = []
  for (const known of (isLeaf ? machine.relays : machine.members).values()) {
    const { signed, heardAt } = known
    if (signed.author === peer.hello?.author || heardAt < peer.toldAt || !isLive(machine, known)) continue
    if (!isLeaf || news.length < machine.limits.leafPresences) news.push(signed)
  }
  return news
}

/**
 * Presences arrived: the later ones are believed if signed. Who is new, came back, started anew or says other things of itself is passed
 * on at once; that somebody is still there, with the next beat.
 */
export function takePresence(machine: Machine, peer: Peer, { list, profile, at, echo }: PresenceMessage): void {
  if (at !== undefined) peer.toldToUs = { at, heardAt: machine.now }
  if (echo !== undefined) peer.latencyMs = Math.max(0, Math.min(machine.limits.beatMs, machine.now - echo[0] - echo[1]))
  const read = profile === undefined ? null : readProfile(profile)
  if (read?.ok === false) return blame(machine, peer, `a profile that is none: ${read.error.path} ${read.error.why}`)
  const urgent = list.filter((signed) => takeOne(machine, peer, signed, read?.value ?? null) === 'urgent')
  if (urgent.length > 0 && machine.self.role === 'member') passOn(machine, peer, urgent)
}

function passOn(machine: Machine, peer: Peer, fresh: readonly SignedPresence[]): void {
  const message: PresenceMessage = { t: 'presence', list: fresh }
  const alone = fresh.length === 1 ? fresh[0]?.author : undefined
  // Leaves are told at their own pace.
  for (const other of machine.neighbours.values()) {
    if (other.id !== peer.id && other.hello?.author !== alone) send(machine, other, message)
  }
}

/** What a presence is to us; null: no news. An older one, or one too soon after the last, is dropped; a forged one is its bringer's. */
function takeOne(machine: Machine, peer: Peer, signed: SignedPresence, told: WrittenProfile | null): 'urgent' | 'usual' | null {
  const { members, limits, now, self } = machine
  if (signed.author === self.author) return null
  const known = members.get(signed.author)
  if (known !== undefined) {
    if (isSame(known.signed, signed)) {
      if (known.via.length < WAYS_MAX && !known.via.includes(peer.id)) known.via.push(peer.id)
      return null
    }
    if (!isLater(signed, known.signed) || now - known.heardAt < limits.presenceRestMs) return null
  } else if (signed.author !== peer.hello?.author) {
    peer.newcomers += 1
    if (peer.newcomers > limits.newcomers) return null
  }
  if (!isPresenceTrue(signed, self.realm, machine.means.signatures)) {
    blame(machine, peer, `a presence that ${signed.author} did not sign`)
    return null
  }
  if (known === undefined && !makeRoom(machine)) return null
  const kept = known?.signed.about === signed.about ? known.profile : null
  const profile = told?.about === signed.about ? told : kept
  const isNamed = known?.signed.about === signed.about
  const isUrgent = !isNamed || known.signed.start !== signed.start || !isLive(machine, known)
  remember(machine, { signed, heardAt: now, via: [peer.id], profile, isPassedOn: isUrgent || self.role === 'leaf' })
  if (!isNamed && profile === null && isNear(machine, peer, signed)) send(machine, peer, { t: 'about', hashes: [signed.about] })
  return isUrgent ? 'urgent' : 'usual'
}

function remember({ members, relays }: Machine, known: Known): void {
  const { author, leaf } = known.signed
  members.set(author, known)
  if (leaf) relays.delete(author)
  else relays.set(author, known)
}

/** Leaves need no profile of each other, and of thousands a server would fetch too many at once: those wait for the beat. */
function isNear(machine: Machine, peer: Peer, { author }: SignedPresence): boolean {
  return peer.hello?.author === author || machine.members.size <= machine.limits.presencesTold
}

function isSame(a: SignedPresence, b: SignedPresence): boolean {
  return a.sig === b.sig && a.count === b.count && a.start === b.start && a.about === b.about && a.load === b.load && a.leaf === b.leaf
}

/** Whether one more member may be remembered; the one that has been dead longest gives way. */
function makeRoom(machine: Machine): boolean {
  const { members, relays, limits } = machine
  if (members.size < limits.members) return true
  let oldest: Known | undefined
  for (const known of members.values()) {
    if (!isLive(machine, known) && (oldest === undefined || known.heardAt < oldest.heardAt)) oldest = known
  }
  if (oldest === undefined) return false
  relays.delete(oldest.signed.author)
  return members.delete(oldest.signed.author)
}

/** Asks those who told of a member for its profile, each beat another one, a few at a time. */
function askForProfiles(machine: Machine): void {
  const wanted = new Map<string, Hash[]>()
  machine.profileTurn += 1
  for (const known of machine.members.values()) {
    if (known.profile !== null || !isLive(machine, known)) continue
    const ways = known.via.filter((id) => machine.peers.has(id))
    const way = ways[machine.profileTurn % Math.max(1, ways.length)]
    if (way === undefined) continue
    const hashes = wanted.get(way) ?? []
    if (hashes.length < machine.limits.profilesAsked && !hashes.includes(known.signed.about)) hashes.push(known.signed.about)
    wanted.set(way, hashes)
  }
  for (const [id, hashes] of wanted) {
    const peer = machine.peers.get(id)
    if (peer !== undefined) send(machine, peer, { t: 'about', hashes })
  }
}

/** Profiles are asked for: those known are given, a bounded number each beat. */
export function takeAbout(machine: Machine, peer: Peer, { hashes }: About): void {
  for (const hash of hashes) {
    if (peer.profilesServed >= machine.limits.profilesServed) return
    const text = textAbout(machine, hash)
    if (text === undefined) continue
    peer.profilesServed += 1
    send(machine, peer, { t: 'profile', text })
  }
}

function textAbout({ own, members }: Machine, hash: Hash): string | undefined {
  if (own?.profile.about === hash) return own.profile.text
  for (const { signed, profile } of members.values()) if (signed.about === hash && profile !== null) return profile.text
  return undefined
}

/** A profile arrived: it is kept for those whose presence names it, and otherwise not at all. */
export function takeProfile(machine: Machine, peer: Peer, { text }: ProfileMessage): void {
  const read = readProfile(text)
  if (!read.ok) return blame(machine, peer, `a profile that is none: ${read.error.path} ${read.error.why}`)
  for (const known of machine.members.values()) {
    if (known.signed.about === read.value.about) known.profile ??= read.value
  }
}

/** The ways back to a member: itself when it is a neighbour, then those who told of it. */
export function waysTo({ peers, members }: Machine, author: AuthorKey): readonly Peer[] {
  const ways: Peer[] = []
  for (const peer of peers.values()) if (peer.hello?.author === author) ways.push(peer)
  for (const id of members.get(author)?.via ?? []) {
    const peer = peers.get(id)
    if (peer?.hello?.role === 'member' && !ways.includes(peer)) ways.push(peer)
  }
  return ways
}

/** All other members, by author. */
export function listMembers(machine: Machine): readonly Member[] {
  const latencies = new Map<AuthorKey, Ms>()
  for (const { hello, latencyMs } of machine.peers.values()) {
    if (hello === null || latencyMs === null) continue
    latencies.set(hello.author, Math.min(latencyMs, latencies.get(hello.author) ?? Infinity))
  }
  const list = Array.from(machine.members.values(), (known): Member => {
    const { sig: _sig, ...presence } = known.signed
    const { heardAt, profile } = known
    const latencyMs = latencies.get(presence.author) ?? null
    return { presence, profile: profile?.profile ?? null, live: isLive(machine, known), heardAt, latencyMs }
  })
  return list.sort((a, b) => (a.presence.author < b.presence.author ? -1 : 1))
}

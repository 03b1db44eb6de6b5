/** Meeting: from an open connection to a peer that has proved who it is, whatever is lost, doubled, late, replayed or forged on the way. */
import { forgetAsksOf } from './asks.ts'
import { sendBeacon } from './beacon.ts'
import { answerHello, isSignedFor, sendHello } from './greeting.ts'
import { contribute, nonceFrom, proveHello, SYNC_VERSIONS, type Keys } from './handshake.ts'
import { createPeer, drop, type Machine, type Peer } from './machine.ts'
import type { Hello } from './message.ts'
import { forgetWantsOf } from './want.ts'

/** A connection opened: we say who we are, unless the other end does so first; should that be lost, at the next beat. */
export function meet(machine: Machine, id: string, awaits: boolean): void {
  if (machine.peers.has(id)) return
  if (machine.peers.size >= machine.limits.peers) return drop(machine, id, `more than ${machine.limits.peers} peers`)
  const peer = createPeer(id, contribute(machine.means, machine.random))
  machine.peers.set(id, peer)
  if (!awaits) sendHello(machine, peer)
}

/**
 * A hello that is signed for this connection opens it; with another nonce it is another start of the peer. What is not signed for it is
 * answered by our signed hello and changes nothing: it may be anybody's, or an old one played again. Returns the peer that is known by it
 * from now on; null: nothing of that kind.
 */
export function takeHello(machine: Machine, peer: Peer, hello: Hello): Peer | null {
  if (answersUs(peer, hello)) return believe(machine, peer, hello)
  if (peer.hello?.nonce === hello.nonce) answerRepetition(machine, peer, peer.hello, hello)
  else if (!peer.retired.includes(hello.nonce) && !refuse(machine, peer, hello)) answerStranger(machine, peer, hello)
  return null
}

function believe(machine: Machine, peer: Peer, hello: Hello): Peer | null {
  if (refuse(machine, peer, hello)) return null
  const keys = proveHello(machine.means, machine.self, peer.own, hello)
  if (keys !== null) return enter(machine, peer, hello, keys)
  distrust(machine, peer, `its hello is not signed, for this connection, by ${hello.author}`)
  return null
}

/**
 * Whether a hello may be the latest word of the peer. Once a start of it is known, another must have signed over what we made since:
 * hellos of starts that are over may be as late as they like.
 */
function answersUs({ own, hello: known, challenge, retired }: Peer, { nonce, heard, answers }: Hello): boolean {
  if (heard !== own.nonce || nonce === known?.nonce || retired.includes(nonce)) return false
  return known === null ? answers === undefined : challenge !== null && answers === challenge
}

/**
 * The peer's hello again: it still awaits our signed one or, having that (`met`), the first message after it. Each is answered by the next
 * in order, so the exchange ends whatever is lost or doubled. What it says to a start of ours that is over needs no answer.
 */
function answerRepetition(machine: Machine, peer: Peer, known: Hello, { heard, met, challenge }: Hello): void {
  if (heard !== null && heard !== peer.own.nonce) return
  if (met) return sendBeacon(machine, peer)
  if (peer.met) return
  const { challenge: _before, ...rest } = known
  peer.hello = challenge === undefined ? rest : { ...rest, challenge }
  if (isAffordable(machine, peer, peer.hello)) sendHello(machine, peer)
}

function answerStranger(machine: Machine, peer: Peer, hello: Hello): void {
  if (peer.hello === null) peer.stranger = hello
  else peer.challenge ??= nonceFrom(machine.random)
  if (isAffordable(machine, peer, hello)) answerHello(machine, peer, hello)
}

/** Each signature costs something: what asks for one after the other and proves nothing is no peer. */
function isAffordable(machine: Machine, peer: Peer, hello: Hello): boolean {
  return isSignedFor(peer, hello) || distrust(machine, peer, 'it says one hello after the other and proves none')
}

/** Counts what cannot be believed; the connection is given up when that is all that comes. Returns whether it goes on. */
export function distrust(machine: Machine, peer: Peer, why: string): boolean {
  peer.strange += 1
  if (peer.strange <= machine.limits.strangerMessages) return true
  drop(machine, peer.id, why)
  return false
}

function enter(machine: Machine, before: Peer, hello: Hello, keys: Keys): Peer | null {
  const peer = before.hello === null ? before : restart(machine, before, before.hello)
  if (peer === null) return null
  const { opening: _opening, ...known } = hello
  Object.assign(peer, { hello: known, stranger: null, strange: 0, met: hello.met })
  if (known.role === 'member') machine.neighbours.set(peer.id, peer)
  machine.out.push({ type: 'ready', peer: peer.id, hello: known, keys })
  return peer
}

/** The peer restarted behind the same connection: what it was known to hold or to owe is void. null: it does so too often. */
function restart(machine: Machine, before: Peer, { nonce }: Hello): Peer | null {
  const retired = [...before.retired, nonce]
  if (retired.length > machine.limits.restarts) {
    drop(machine, before.id, `it started more than ${machine.limits.restarts} times behind one connection`)
    return null
  }
  forgetAsksOf(machine, before)
  machine.peers.delete(before.id)
  machine.neighbours.delete(before.id)
  forgetWantsOf(machine, before.id)
  const peer: Peer = { ...createPeer(before.id, before.own), signed: before.signed, retired }
  machine.peers.set(peer.id, peer)
  return peer
}

/** Whether a hello is refused: it ends the connection, but not in the name of a peer that is known, where anybody may have said it. */
function refuse(machine: Machine, peer: Peer, hello: Hello): boolean {
  const refusal = refusalOf(machine, hello)
  if (refusal === null) return false
  if (peer.hello === null) drop(machine, peer.id, refusal)
  else distrust(machine, peer, refusal)
  return true
}

function refusalOf({ self, peers }: Machine, { realm, versions, author, nonce }: Hello): string | null {
  if (realm !== self.realm) return `it belongs to another realm, ${realm}`
  if (!versions.some((version) => SYNC_VERSIONS.includes(version))) {
    return `it speaks versions ${versions.join(', ')} of the protocol, this node ${SYNC_VERSIONS.join(', ')}`
  }
  if (author !== self.author) return null
  // The other end of a connection to ourselves bears a nonce that is ours; a copy of this node on another machine does not.
  for (const { own } of peers.values()) if (own.nonce === nonce) return 'it is this very node'
  return null
}

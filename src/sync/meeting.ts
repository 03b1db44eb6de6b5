/** Meeting: from an open connection to a peer that has proved who it is, whatever is lost, doubled, late, replayed or forged on the way. */
import { forgetAsksOf } from './asks.ts'
import { sendBeacon } from './beacon.ts'
import { contribute, proveHello, signHello, SYNC_VERSIONS, type Keys } from './handshake.ts'
import { createPeer, drop, send, type Machine, type Peer } from './machine.ts'
import { tellAll } from './members.ts'
import type { Hello } from './message.ts'
import { tellInterest } from './interest.ts'
import { forgetWantsOf } from './want.ts'

/** A connection opened: we say who we are. The hello that proves it can follow only when the other's nonce is known. */
export function meet(machine: Machine, id: string): void {
  if (machine.peers.has(id)) return
  if (machine.peers.size >= machine.limits.peers) return drop(machine, id, `more than ${machine.limits.peers} peers`)
  const peer = createPeer(id, contribute(machine.means, machine.random))
  machine.peers.set(id, peer)
  sendHello(machine, peer)
}

/**
 * A hello that is signed for this connection opens it; with another nonce it is another start of the peer. What is not signed for it is
 * answered by our signed hello and changes nothing: it may be anybody's, or an old one played again.
 */
export function takeHello(machine: Machine, peer: Peer, hello: Hello): void {
  if (peer.hello?.nonce === hello.nonce) return answerRepetition(machine, peer, hello)
  const refusal = refusalOf(machine, hello)
  if (refusal !== null) {
    // In the name of a peer that is known already, anybody may say so.
    return void (peer.hello === null ? drop(machine, peer.id, refusal) : distrust(machine, peer, refusal))
  }
  if (hello.heard !== peer.own.nonce || peer.retired.includes(hello.nonce)) return answerStranger(machine, peer, hello)
  const keys = proveHello(machine.means, machine.self, peer.own, hello)
  if (keys === null) return void distrust(machine, peer, `its hello is not signed, for this connection, by ${hello.author}`)
  enter(machine, peer, hello, keys)
}

/** Says hello: to whoever spoke last and is not known yet, else to the peer. */
export function sendHello(machine: Machine, peer: Peer): void {
  const { realm, author, name, role, founding } = machine.self
  const { nonce, ephemeral } = peer.own
  const them = peer.stranger ?? peer.hello
  const isMet = them !== null && them === peer.hello
  const said = { t: 'hello', versions: SYNC_VERSIONS, realm, author, name, role, nonce, share: ephemeral.share, met: isMet } as const
  if (them === null) return send(machine, peer, founding === undefined ? { ...said, heard: null } : { ...said, heard: null, founding })
  if (peer.signed?.nonce !== them.nonce || peer.signed.share !== them.share) {
    peer.signed = { nonce: them.nonce, share: them.share, sig: signHello(machine.means, machine.self, peer.own, them) }
  }
  send(machine, peer, { ...said, heard: them.nonce, sig: peer.signed.sig })
}

/**
 * The peer's hello again: it still awaits our signed one or, having that (`met`), the first message after it. Each is answered by the next
 * in order, so the exchange ends whatever is lost or doubled.
 */
function answerRepetition(machine: Machine, peer: Peer, { met }: Hello): void {
  // Whoever is known spoke last: a hello of an earlier life that came late would else be answered for ever, each time with a hello.
  peer.stranger = null
  if (met) return sendBeacon(machine, peer)
  if (!peer.met) sendHello(machine, peer)
}

function answerStranger(machine: Machine, peer: Peer, hello: Hello): void {
  if (peer.stranger?.nonce !== hello.nonce || peer.stranger.share !== hello.share) {
    // Each costs a signature: what asks for one after the other is no peer.
    if (!distrust(machine, peer, 'it says one hello after the other and proves none')) return
    peer.stranger = hello
  }
  sendHello(machine, peer)
}

/** Counts what cannot be believed; the connection is given up when that is all that comes. Returns whether it goes on. */
export function distrust(machine: Machine, peer: Peer, why: string): boolean {
  peer.strange += 1
  if (peer.strange <= machine.limits.strangerMessages) return true
  drop(machine, peer.id, why)
  return false
}

function enter(machine: Machine, before: Peer, hello: Hello, keys: Keys): void {
  const peer = before.hello === null ? before : restart(machine, before, before.hello)
  if (peer === null) return
  peer.hello = hello
  peer.stranger = null
  peer.strange = 0
  machine.out.push({ type: 'ready', peer: peer.id, hello, keys })
  if (peer.signed?.nonce !== hello.nonce) sendHello(machine, peer)
  if (machine.interest.domains === null) sendBeacon(machine, peer)
  else tellInterest(machine, peer)
  tellAll(machine, peer)
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
  forgetWantsOf(machine, before.id)
  const peer: Peer = { ...createPeer(before.id, before.own), signed: before.signed, retired }
  machine.peers.set(peer.id, peer)
  return peer
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

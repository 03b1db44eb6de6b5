/** Greeting: what is said when two meet: hellos until one is known to have arrived, and at first what is held and who is there. */
import { beaconTo } from './beacon.ts'
import { signHello, SYNC_VERSIONS } from './handshake.ts'
import { interestOf } from './interest.ts'
import { send, type Machine, type Peer } from './machine.ts'
import { presencesTo } from './members.ts'
import type { Hello, PresenceMessage, Word } from './message.ts'

/** Says hello: to the peer that is known, else to whoever spoke last, else to whoever is there. */
export function sendHello(machine: Machine, peer: Peer): void {
  const them = peer.hello ?? peer.stranger
  if (them !== null) return answerHello(machine, peer, them)
  const { founding } = machine.self
  const hello: Hello = { ...plainHello(machine, peer), heard: null, met: false }
  send(machine, peer, founding === undefined ? hello : { ...hello, founding })
}

/** Says hello to the one who said `them`, signed; to the peer that is known, with the opening in it. */
export function answerHello(machine: Machine, peer: Peer, them: Hello): void {
  const before = peer.signed
  const { founding } = machine.self
  if (before !== null && isSignedFor(peer, them)) return send(machine, peer, before.hello)
  const { words, rest } = isKnown(peer, them) ? openingTo(machine, peer) : NOTHING
  const hello: Hello = {
    ...plainHello(machine, peer),
    ...{ heard: them.nonce, met: isKnown(peer, them) },
    ...(peer.challenge === null ? {} : { challenge: peer.challenge }),
    ...(them.challenge === undefined ? {} : { answers: them.challenge }),
    ...(words.length === 0 ? {} : { opening: words }),
    ...(them.lacks === true && founding !== undefined ? { founding } : {}),
  }
  const signed = signHello(machine.means, hello, them)
  peer.signed = { share: them.share, hello: signed }
  for (const message of [signed, ...rest]) send(machine, peer, message)
}

/** Whether our latest signed hello is what is to be said to the one who said `them`. */
export function isSignedFor(peer: Peer, them: Hello): boolean {
  const { signed, challenge } = peer
  return isFor(peer, them) && signed?.hello.met === isKnown(peer, them) && signed.hello.challenge === (challenge ?? undefined)
}

/** The peer just proved who it is, by `hello`: it is told the opening, and our signed hello if it may not have one that it believes. */
export function open(machine: Machine, peer: Peer, hello: Hello): void {
  if (!hello.met && !isFor(peer, hello)) return answerHello(machine, peer, hello)
  const { words, rest } = openingTo(machine, peer)
  const [word] = words
  // One word needs nothing around it.
  if (word !== undefined) send(machine, peer, words.length === 1 ? word : { t: 'opening', words })
  for (const message of rest) send(machine, peer, message)
}

/** Whether our latest signed hello is believed by the one who said `them`, once it arrives. */
function isFor({ signed }: Peer, { nonce, share, challenge }: Hello): boolean {
  return signed?.share === share && signed.hello.heard === nonce && signed.hello.answers === challenge
}

function isKnown({ hello }: Peer, { nonce }: Hello): boolean {
  return hello?.nonce === nonce
}

/** What every hello of ours says on this connection. */
function plainHello({ self }: Machine, { own }: Peer): Omit<Hello, 'heard' | 'met'> {
  const { realm, author, name, role } = self
  return { t: 'hello', versions: SYNC_VERSIONS, realm, author, name, role, nonce: own.nonce, share: own.ephemeral.share }
}

/** What is said first, and what of it finds no room in one message. */
interface Opening {
  readonly words: readonly Word[]
  readonly rest: readonly PresenceMessage[]
}

const NOTHING: Opening = { words: [], rest: [] }

function openingTo(machine: Machine, peer: Peer): Opening {
  const interest = machine.interest.domains === null ? [] : [interestOf(machine)]
  const beacon = beaconTo(machine, peer)
  const [presence, ...rest] = presencesTo(machine, peer)
  return { words: [...interest, ...(beacon === null ? [] : [beacon]), ...(presence === undefined ? [] : [presence])], rest }
}

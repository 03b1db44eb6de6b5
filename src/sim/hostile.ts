/**
 * Hostile: a member that means harm, made of a real node: its core believes every signature, so that whatever it is told to hold it
 * offers to others by the protocol; wires, judgement and disk are altered for what is said beside it.
 */
import type { Random } from '../base/random.ts'
import { sealEntry, unsignedText } from '../frames/chain.ts'
import type { Item } from '../frames/item.ts'
import { logKeyOf, type Log } from '../frames/log.ts'
import { MAIN_DOMAIN } from '../frames/name.ts'
import { signedText, type KeyPair } from '../identity/signature.ts'
import type { Core } from '../node/core/core.ts'
import type { CoreParts } from '../node/core/parts.ts'
import type { Journal } from '../ports/journal.ts'
import type { Wire } from '../ports/wire.ts'
import { answeringLies, lieInReasoning, takeAll } from './hostile-reasoning.ts'
import type { Hostile, Trick } from './faults.ts'

/** Messages remembered, to be sent again. */
const REMEMBERED_MAX = 64
/** Claims of one flood. */
const FLOOD_CLAIMS = 20
/** Floods of one member: more would measure judgement under load, and nothing else. */
const FLOODS_MAX = 4
/** Frames that a hostile member speaks of; the drawn workload's are among them. */
const FRAMES = 50
/** The epoch of the log in which it signs twice: the same for both twins. */
const TWICE_EPOCH = 7

/** What a hostile member works with. */
export interface HostileParts {
  readonly hostile: Hostile
  readonly random: Random
  readonly keyPair: KeyPair
  /** A key that nobody knows yet. */
  newKey(): KeyPair
}

/** What makes a node hostile. */
export interface HostileMember {
  alter(parts: CoreParts): CoreParts
  alterWire(wire: Wire): Wire
  /** Whether it is still there when the storm has ended. */
  readonly stays: boolean
  /** Does one of its tricks. */
  act(core: Core): void
}

/** A hostile member, from what it is told to do. */
export function createHostile(parts: HostileParts): HostileMember {
  const { hostile, random } = parts
  const does = (trick: Trick): boolean => hostile.tricks.includes(trick)
  const wires: Wire[] = []
  const sent: Uint8Array[] = []
  let floods = 0
  return {
    stays: does('stall'),
    alter(core) {
      const believing = { ...core, signatures: { ...core.signatures, verify: () => true } }
      const answering = does('reason') ? answeringLies(believing) : believing
      return does('lie') ? lying(answering) : answering
    },
    alterWire(wire) {
      wires.push(wire)
      if (wires.length > REMEMBERED_MAX) wires.shift()
      const send = (bytes: Uint8Array): void => {
        sent.push(bytes)
        if (sent.length > REMEMBERED_MAX) sent.shift()
        if (!does('withhold') || random.below(2) === 0) wire.send(bytes)
      }
      return { ...wire, send }
    },
    act(core) {
      const trick = hostile.tricks[random.below(Math.max(1, hostile.tricks.length))]
      const wire = wires[random.below(Math.max(1, wires.length))]
      if (trick === 'replay') wire?.send(sent[random.below(Math.max(1, sent.length))] ?? new Uint8Array())
      else if (trick === 'babble') wire?.send(Uint8Array.from({ length: 1 + random.below(60) }, () => random.below(256)))
      else if (trick === 'flood') floods += floods < FLOODS_MAX ? flood(parts, core) : 0
      else if (trick !== undefined) write(parts, core, trick)
    },
  }
}

/** Its verdicts are another's, and it keeps nothing of what it says that it keeps. */
function lying(parts: CoreParts): CoreParts {
  const { createEngine, clock } = parts
  const forgetful: Journal = { ...parts.journal, append: (_rows, done) => void clock.after(0, () => done({ ok: true, value: null })) }
  if (createEngine === undefined) return { ...parts, journal: forgetful }
  return { ...parts, journal: forgetful, createEngine: (law) => ({ ...createEngine(law), digest: () => 'what I say is so' }) }
}

function write(parts: HostileParts, core: Core, trick: Trick): void {
  if (trick === 'stall') return takeAll(core)
  if (trick === 'reason') return lieInReasoning(parts.random, core)
  if (trick === 'forge') return forge(parts, core)
  if (trick === 'bend') return bend(parts, core)
  if (trick === 'misspell') return misspell(parts, core)
  if (trick === 'equivocate') equivocate(parts, core)
}

/** Many claims at once, and an author whom nobody knows. */
function flood(parts: HostileParts, core: Core): 1 {
  for (let at = 0; at < FLOOD_CLAIMS; at += 1) core.write([claimOf(parts)], () => undefined)
  const stranger = parts.newKey()
  const log = { ...logOf(parts, core), author: stranger.author }
  const link = sealEntry(log, 0, null, 0, [claimOf(parts)], stranger)
  core.offer({ log, from: 0, prev: null, bodies: [link.text] }, 'self')
  return 1
}

function claimOf({ random }: HostileParts): Item {
  return { k: 'claim', frame: `thing-${random.below(FRAMES)}`, slot: 'state', value: random.below(4) }
}

function logOf({ keyPair, random }: HostileParts, core: Core): Log {
  return { realm: core.realm, domain: MAIN_DOMAIN, kind: 'frames', author: keyPair.author, epoch: 100 + random.below(1_000_000) }
}

/** One of the logs of others that it holds; null: none. */
function otherLog({ random, keyPair }: HostileParts, core: Core): { log: Log; count: number } | null {
  const logs = Array.from(core.logs()).filter(({ log }) => log.author !== keyPair.author)
  const chosen = logs[random.below(Math.max(1, logs.length))]
  return chosen === undefined ? null : { log: chosen.log, count: chosen.held.count }
}

/** Continues another's log with an entry signed by itself. */
function forge(parts: HostileParts, core: Core): void {
  const other = otherLog(parts, core)
  if (other === null) return
  const { log, count } = other
  const prev = core.held(logKeyOf(log)).head
  if (prev === null) return
  const link = sealEntry(log, count, prev, 0, [claimOf(parts)], parts.keyPair)
  core.offer({ log, from: count, prev, bodies: [link.text] }, 'self')
}

/** Passes on another's last entry with one value changed, its signature as it was. */
function bend(parts: HostileParts, core: Core): void {
  const other = otherLog(parts, core)
  if (other === null) return
  const { log, count } = other
  core.read(logKeyOf(log), count - 1, 1, (read) => {
    const [body] = read.ok ? read.value : []
    const prev = count === 1 ? null : core.ids(logKeyOf(log), count - 2, 1)[0]
    if (body === undefined || prev === undefined) return
    const bent = body.replace(/"value":\d/, `"value":${5 + parts.random.below(5)}`)
    core.offer({ log, from: count - 1, prev, bodies: [bent] }, 'self')
  })
}

/** Signs an entry of its own as it is not to be spelt. */
function misspell(parts: HostileParts, core: Core): void {
  const { keyPair } = parts
  const log = logOf(parts, core)
  const { body, text } = sealEntry(log, 0, null, 0, [claimOf(parts)], keyPair)
  const other = (spelt: string): string => spelt.replace('"items":[{', '"items":[ {')
  const sig = keyPair.sign(signedText('entry', core.realm, other(unsignedText(log, 0, null, body))))
  core.offer({ log, from: 0, prev: null, bodies: [other(text).replace(body.sig, sig)] }, 'self')
}

/** Signs the next entry of a log that its twin, or it itself at another time, continues otherwise. */
function equivocate(parts: HostileParts, core: Core): void {
  const { keyPair, hostile } = parts
  const log: Log = { realm: core.realm, domain: MAIN_DOMAIN, kind: 'frames', author: keyPair.author, epoch: TWICE_EPOCH }
  const held = core.held(logKeyOf(log))
  const isAgain = hostile.twinOf === undefined && held.count > 0
  const seq = isAgain ? held.count - 1 : held.count
  const prev = seq === 0 ? null : (core.ids(logKeyOf(log), seq - 1, 1)[0] ?? null)
  const item: Item = { k: 'claim', frame: `thing-${parts.random.below(FRAMES)}`, slot: 'state', value: `${hostile.node} ${seq}` }
  const link = sealEntry(log, seq, prev, 0, [item], keyPair)
  core.offer({ log, from: seq, prev, bodies: [link.text] }, 'self')
}


/** Claims: the same knowledge for every subject: `claims` of one side of a partition, one in a hundred contradicting the other side's. */
import { createHash } from 'node:crypto'
import type { Claim } from '../../src/frames/item.ts'
import type { LawInput } from '../../src/frames/read-law.ts'

/** By what tracord judges it: a slot of a frame has one value. */
export const LAW: LawInput = {
  slots: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`slot-${at}`, [{ k: 'atMost', n: 1 }]])),
}

/** Which side of the partition speaks. */
export type Side = 'left' | 'right'

/** Slots of a frame that are claimed. */
const PER_FRAME = 10

/** Claim `number` of `count` that `side` makes: so many slots a frame, the same frames on both sides. */
export function claimOf(side: Side, number: number, count: number, perFrame = PER_FRAME): Claim {
  const frames = Math.max(1, Math.floor(count / perFrame))
  const value = `reading ${number} of sensor ${number % 17}${number % 100 === 7 ? `, ${side}` : ''}`
  return {
    k: 'claim',
    frame: `room-${number % frames}`,
    slot: `slot-${Math.floor(number / frames) % 10}`,
    value,
    confidence: 900,
  }
}

/** A claim as a peer stores it. */
export interface Stored {
  readonly key: string
  readonly text: string
}

/** The same as a peer stores it: a text of about 150 bytes under the hash of the text. */
export function recordOf(side: Side, number: number, count: number, perFrame = PER_FRAME): Stored {
  const { frame, slot, value, confidence } = claimOf(side, number, count, perFrame)
  const author = createHash('sha256').update(side).digest('base64url')
  const text = JSON.stringify({ frame, slot, value, author, confidence, t: 1_700_000_000_000 + number })
  return { key: createHash('sha256').update(text).digest('hex'), text }
}

/** All records of one side. */
export function recordsOf(side: Side, count: number, perFrame = PER_FRAME): Stored[] {
  return Array.from({ length: count }, (_, number) => recordOf(side, number, count, perFrame))
}

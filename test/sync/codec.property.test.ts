/** The codec: what is written is read back, and what is hostile is named. */
import { isDeepStrictEqual } from 'node:util'
import { fc } from '../seeded.ts'
import { expect, test } from 'vitest'
import { base64urlFromBytes } from '../../src/base/bytes.ts'
import { cidFromDigest } from '../../src/base/hash.ts'
import type { Range } from '../../src/frames/entry.ts'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import { decodeMessage, encodeMessage, MESSAGE_CHARS_MAX, MESSAGE_ENTRIES_MAX } from '../../src/sync/codec.ts'
import type { Message } from '../../src/sync/message.ts'

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const hash = bytesOf(32).map(cidFromDigest)
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length })
const author = bytesOf(32).map((bytes) => base64urlFromBytes(bytes) as AuthorKey)
const nonce = bytesOf(16).map(base64urlFromBytes)
const sig = bytesOf(64).map(base64urlFromBytes)
const count = fc.maxSafeNat()
const text = fc.string({ unit: 'grapheme', maxLength: 20 })
const log: fc.Arbitrary<Log> = fc.record({
  realm: hash,
  domain: text,
  kind: fc.constantFrom('frames' as const, 'traces' as const, 'realm' as const),
  author,
  epoch: count,
})
const key = log.map(logKeyOf)
const bucket = fc.nat({ max: 255 })
const body = fc.jsonValue().map((value) => JSON.stringify(value))
const range: fc.Arbitrary<Range> = fc
  .record({ log, from: fc.nat(), prev: hash, bodies: fc.array(body, { minLength: 1, maxLength: 5 }) })
  .map((made) => (made.from === 0 ? { ...made, prev: null } : made))

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record(
    {
      t: fc.constant('hello' as const),
      versions: fc.array(count, { maxLength: 16 }),
      realm: hash,
      author,
      name: text,
      role: fc.constantFrom('member' as const, 'leaf' as const),
      nonce,
      share: bytesOf(32).map(base64urlFromBytes),
      heard: fc.option(nonce),
      met: fc.boolean(),
      sig,
      lacks: fc.boolean(),
      founding: text,
    },
    { requiredKeys: ['t', 'versions', 'realm', 'author', 'name', 'role', 'nonce', 'share', 'heard', 'met'] },
  ),
  fc.record(
    {
      t: fc.constant('beacon' as const),
      root: hex(64),
      entries: count,
      durable: fc.boolean(),
      verdict: fc.record({ root: hex(64), digest: text, terms: text }),
      of: hex(32),
      seen: hex(32),
    },
    { requiredKeys: ['t', 'root', 'entries', 'durable'] },
  ),
  fc.record({ t: fc.constant('interest' as const), domains: fc.option(fc.array(text, { maxLength: 9 })) }),
  fc.record({ t: fc.constant('buckets' as const), hashes: fc.array(fc.tuple(bucket, hex(32)), { maxLength: 9 }) }),
  fc.record(
    {
      t: fc.constant('vector' as const),
      logs: fc.array(fc.tuple(key, count, fc.oneof(hash, fc.constant('forked' as const))), { maxLength: 5 }),
      ask: fc.option(fc.array(bucket, { maxLength: 9 })),
    },
    { requiredKeys: ['t', 'logs'] },
  ),
  fc.record({ t: fc.constant('want' as const), log: key, from: count, credit: count }),
  fc.record({ t: fc.constant('entries' as const), range, ends: fc.constant(true as const) }, { requiredKeys: ['t', 'range'] }),
  fc.record({ t: fc.constant('have' as const), logs: fc.array(fc.tuple(key, count), { maxLength: 5 }) }),
  fc.record(
    {
      t: fc.constant('presence' as const),
      list: fc.array(
        fc.record({ author, start: count, count, load: fc.nat({ max: 1_000 }), about: hash, leaf: fc.boolean(), sig }),
        { maxLength: 5 },
      ),
      profile: text,
      at: count,
      echo: fc.tuple(count, count),
    },
    { requiredKeys: ['t', 'list'] },
  ),
  fc.record({ t: fc.constant('about' as const), hashes: fc.array(hash, { maxLength: 5 }) }),
  fc.record({ t: fc.constant('profile' as const), text }),
  fc.record({ t: fc.constant('ask' as const), id: nonce, from: author, to: author, hops: fc.nat({ max: 3 }), ms: count, text, sig }),
  fc.record(
    {
      t: fc.constant('answer' as const),
      id: nonce,
      by: author,
      code: fc.constantFrom(null, 'NO_ROUTE' as const, 'TIMED_OUT' as const, 'REFUSED' as const),
      text,
      sig,
    },
    { requiredKeys: ['t', 'id', 'by', 'code', 'text'] },
  ),
  fc.record({ t: fc.constant('unask' as const), id: nonce }),
)

test('[SYN15] every message is read back as it was written', () => {
  fc.assert(
    fc.property(message, (made) => {
      expect(decodeMessage(encodeMessage(made))).toEqual({ ok: true, value: made })
    }),
    { numRuns: 500 },
  )
})

/** Whether `made` is refused by name, or a message that is read back from what it writes. */
function isReadWhole(made: string): boolean {
  const read = decodeMessage(made)
  if (!read.ok) return read.error.type === 'BadMessage' && read.error.why !== ''
  return isDeepStrictEqual(decodeMessage(encodeMessage(read.value)), read)
}

test('[SYN16] any text is a message that writes itself back, or a named refusal', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"t":"vector","logs":${json}}`),
      ),
      (made) => {
        expect(isReadWhole(made)).toBe(true)
      },
    ),
    { numRuns: 3_000 },
  )
})

test('[SYN16] a message with one place changed is itself again, another message, or a named refusal', () => {
  const marks = fc.constantFrom('', '"', '{', '[', ',', '\n', '\\', '\u0000', '-', '1e9', 'null', '__proto__')
  const junk = fc.oneof(marks, fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(message, fc.nat(), fc.nat({ max: 4 }), junk, (made, place, cut, inserted) => {
      const whole = encodeMessage(made)
      const at = place % (whole.length + 1)
      expect(isReadWhole(whole.slice(0, at) + inserted + whole.slice(at + cut))).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})

const sample = (made: Message): Record<string, unknown> => JSON.parse(encodeMessage(made)) as Record<string, unknown>

test('[SYN16] every field is checked: one replaced by a stranger, left out or added is refused', () => {
  const stranger = fc.constantFrom<unknown>({}, [[]], -1, 1.5, 2 ** 53, true, '\ud800', 'x'.repeat(2_000_000), [null])
  const flat = message.filter(({ t }) => t !== 'entries')
  fc.assert(
    fc.property(flat, fc.nat(), stranger, (made, place, value) => {
      const fields = sample(made)
      const keys = Object.keys(fields)
      const chosen = keys[place % keys.length] ?? 't'
      const isTruth = typeof fields[chosen] === 'boolean' && value === true
      const isNoStranger = isTruth || JSON.stringify(fields[chosen]) === JSON.stringify(value)
      fc.pre(!isNoStranger)
      expect(decodeMessage(JSON.stringify({ ...fields, [chosen]: value })).ok).toBe(false)
      expect(decodeMessage(JSON.stringify({ ...fields, foreign: 1 })).ok).toBe(false)
      const { [chosen]: _left, ...rest } = fields
      const optional = ['founding', 'lacks', 'verdict', 'of', 'seen', 'ask', 'at', 'echo', 'profile']
      const isOptional = chosen === 'sig' ? fields['t'] !== 'ask' : optional.includes(chosen)
      expect(decodeMessage(JSON.stringify(rest)).ok).toBe(isOptional)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['too long', 'x'.repeat(MESSAGE_CHARS_MAX + 1), 'longer'],
  ['no JSON', '{', 'not JSON'],
  ['null', 'null', 'kind of message'],
  ['no kind of ours', '{"t":"constructor"}', 'kind of message'],
  ['lines after a header that has none', '{"t":"buckets","hashes":[]}\n{}', 'lines after'],
  ['nested beyond any stack', `{"t":${'['.repeat(500_000)}`, 'not JSON'],
])('[SYN16] %s', (_what, made, why) => {
  expect(decodeMessage(made)).toMatchObject({ ok: false, error: { why: expect.stringContaining(why) as string } })
})

test('[SYN16] entries: none, too many, one too long, a wrong beginning, a key spelt otherwise', () => {
  const [made] = fc.sample(range, { numRuns: 1, seed: 1 })
  if (made === undefined) throw new Error('fast-check made no sample')
  const of = (more: Partial<Range>): Message => ({ t: 'entries', range: { ...made, ...more } })
  const spelt = encodeMessage(of({})).replace('[\\"', '[ \\"')
  const refused = [
    of({ bodies: [] }),
    of({ bodies: [''] }),
    of({ bodies: ['x'.repeat(65_537)] }),
    of({ bodies: Array.from({ length: MESSAGE_ENTRIES_MAX + 1 }, () => '1') }),
    of({ from: 0, prev: made.prev ?? made.log.realm }),
    of({ from: 3, prev: null }),
    of({ from: Number.MAX_SAFE_INTEGER, prev: made.log.realm, bodies: ['1', '2'] }),
  ]
  for (const refusal of [...refused.map(encodeMessage), spelt]) expect(decodeMessage(refusal).ok).toBe(false)
})

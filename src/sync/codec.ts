/**
 * Codec: a message as text. The first line is a JSON header; for `entries` the body texts follow, one a line, untouched.
 * What is decoded comes from anybody: every field is checked, and nothing that is read can throw.
 */
import { bytesFromBase64url } from '../base/bytes.ts'
import type { Hash } from '../base/hash.ts'
import { ENTRY_BYTES_MAX, FOUNDING_BYTES_MAX, LOG_ENTRIES_MAX, NAME_LENGTH_MAX } from '../base/limits.ts'
import { ok, type Result } from '../base/result.ts'
import type { Range } from '../frames/entry.ts'
import { LOG_KINDS, logKeyOf, type Log, type LogKey, type LogKind } from '../frames/log.ts'
import { SHARE_BYTES } from '../identity/agreement.ts'
import { SEED_BYTES, SIGNATURE_BYTES } from '../identity/encoding.ts'
import type { AuthorKey } from '../identity/signature.ts'
import { INTEREST_NAME_LENGTH } from './interest-name.ts'
import { SYNC_LIMITS } from './limits.ts'
import { ASK_HOPS_MAX, type AnswerCode, type Entries, type Message, type Word } from './message.ts'
import { PROFILE_CHARS_MAX } from './presence.ts'
import { bad, either, isCount, listOf, literal, optional, recordOf, textOf, tupleOf, valueOf } from './schema.ts'
import type { BadMessage, Reader } from './schema.ts'
import { BUCKET_COUNT, BUCKET_HASH_LENGTH } from './vector.ts'

/** Characters of a message's text; longer ones are refused unread. A founding record must fit in as well as a full `entries`. */
export const MESSAGE_CHARS_MAX = FOUNDING_BYTES_MAX + 131_072
/** Entries in one `entries` message. */
export const MESSAGE_ENTRIES_MAX = LOG_ENTRIES_MAX
/** Words of one opening. */
export const OPENING_WORDS_MAX = 3
/** Versions named in one `hello`. */
export const HELLO_VERSIONS_MAX = 16

/** The text of `message`. */
export function encodeMessage(message: Message): string {
  if (message.t !== 'entries') return JSON.stringify(message)
  const { log, from, prev, bodies } = message.range
  const header = { t: 'entries', log: logKeyOf(log), from, prev, ends: message.ends }
  return [JSON.stringify(header), ...bodies].join('\n')
}

/** The message that `text` spells, or why it is none. */
export function decodeMessage(text: string): Result<Message, BadMessage> {
  if (text.length > MESSAGE_CHARS_MAX) return bad('', `is longer than ${MESSAGE_CHARS_MAX} characters`)
  const end = text.indexOf('\n')
  const header = parse(end === -1 ? text : text.slice(0, end))
  if (!header.ok) return header
  const kind = kindOf(header.value)
  if (kind === 'entries') return readEntries(header.value, end === -1 ? [] : text.slice(end + 1).split('\n'))
  if (kind === undefined) return bad('t', 'is not a kind of message')
  if (end !== -1) return bad('', 'has lines after its header')
  return READERS[kind](header.value, '')
}

/** Characters of a question. */
export const ASK_CHARS_MAX = 16_384
/** Characters of an answer. */
export const ANSWER_CHARS_MAX = 262_144
const LOAD_MAX = 1_000
/** The codes with which a question may be refused. */
export const ANSWER_CODES: Readonly<Record<AnswerCode, true>> = {
  NO_ROUTE: true,
  TIMED_OUT: true,
  REFUSED: true,
  BAD_INPUT: true,
  UNKNOWN: true,
  BUSY: true,
  NO_ANSWER: true,
}

const hash = valueOf((value): value is Hash => typeof value === 'string' && /^bagaaiera[a-z2-7]{52}$/.test(value), 'a hash')
const digest = valueOf(
  (value): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  'a digest of 64 hex digits',
)
const count = valueOf(isCount, 'a count')
const truth = valueOf((value): value is boolean => typeof value === 'boolean', 'true or false')
const bucket = valueOf((value): value is number => isCount(value) && value < BUCKET_COUNT, 'a bucket')
const bucketHash = valueOf((value): value is string => isHex(value, BUCKET_HASH_LENGTH), 'the hash of a bucket')
const name = textOf(NAME_LENGTH_MAX)
const interestName = valueOf((value): value is string => isHex(value, INTEREST_NAME_LENGTH), 'the name of a set of domains')
const nonce = valueOf((value): value is string => isBase64url(value, 16), 'a nonce')
const share = valueOf((value): value is string => isBase64url(value, SHARE_BYTES), 'a share')
const signature = valueOf((value): value is string => isBase64url(value, SIGNATURE_BYTES), 'a signature')
const author = valueOf((value): value is AuthorKey => isBase64url(value, SEED_BYTES), 'an author')
const role = either(literal('member'), literal('leaf'))
const kind = valueOf((value): value is LogKind => typeof value === 'string' && LOG_KINDS.has(value), 'a kind of log')
const load = valueOf((value): value is number => isCount(value) && value <= LOAD_MAX, `a load of at most ${LOAD_MAX} permille`)
const presence = recordOf({ author, start: count, count, load, about: hash, leaf: truth, sig: signature })
const answerCode = valueOf(
  (value): value is AnswerCode => typeof value === 'string' && Object.hasOwn(ANSWER_CODES, value),
  'a code of an answer',
)
const logNames = tupleOf(hash, name, kind, author, count)
const logs = SYNC_LIMITS.vectorLogs

const logKey: Reader<LogKey> = (value, path) => {
  const log = readLog(value, path)
  return log.ok ? ok(value as LogKey) : log
}

/** What belongs in an opening. */
const WORDS = { interest: true, beacon: true, presence: true } as const

function readWord(value: unknown, path: string): Result<Word, BadMessage> {
  const said = kindOf(value)
  return said !== undefined && isWord(said) ? READERS[said](value, path) : bad(path, 'is not said in an opening')
}

function isWord(said: Message['t']): said is Word['t'] {
  return Object.hasOwn(WORDS, said)
}

const READERS: { readonly [T in Exclude<Message['t'], 'entries'>]: Reader<Extract<Message, { t: T }>> } = {
  hello: recordOf({
    t: literal('hello'),
    versions: listOf(count, HELLO_VERSIONS_MAX),
    realm: hash,
    author,
    name,
    role,
    nonce,
    share,
    heard: either(nonce, literal(null)),
    met: truth,
    challenge: optional(nonce),
    answers: optional(nonce),
    opening: optional(listOf(readWord, OPENING_WORDS_MAX)),
    sig: optional(signature),
    lacks: optional(truth),
    founding: optional(textOf(FOUNDING_BYTES_MAX)),
  }),
  opening: recordOf({ t: literal('opening'), words: listOf(readWord, OPENING_WORDS_MAX) }),
  beacon: recordOf({
    t: literal('beacon'),
    root: digest,
    entries: count,
    durable: truth,
    of: optional(interestName),
    seen: optional(interestName),
    verdict: optional(recordOf({ root: digest, digest: textOf(128), terms: textOf(NAME_LENGTH_MAX) })),
  }),
  interest: recordOf({ t: literal('interest'), domains: either(literal(null), listOf(name, SYNC_LIMITS.domains)) }),
  buckets: recordOf({ t: literal('buckets'), hashes: listOf(tupleOf(bucket, bucketHash), BUCKET_COUNT) }),
  vector: recordOf({
    t: literal('vector'),
    logs: listOf(tupleOf(logKey, count, either(hash, literal('forked'))), logs),
    ask: optional(either(literal(null), listOf(bucket, BUCKET_COUNT))),
  }),
  want: recordOf({ t: literal('want'), log: logKey, from: count, credit: count }),
  have: recordOf({ t: literal('have'), logs: listOf(tupleOf(logKey, count), logs) }),
  presence: recordOf({
    t: literal('presence'),
    list: listOf(presence, SYNC_LIMITS.presencesTold),
    profile: optional(textOf(PROFILE_CHARS_MAX)),
    at: optional(count),
    echo: optional(tupleOf(count, count)),
  }),
  about: recordOf({ t: literal('about'), hashes: listOf(hash, SYNC_LIMITS.profilesAsked) }),
  profile: recordOf({ t: literal('profile'), text: textOf(PROFILE_CHARS_MAX) }),
  ask: recordOf({
    t: literal('ask'),
    id: nonce,
    from: author,
    to: author,
    hops: valueOf((value): value is number => isCount(value) && value < ASK_HOPS_MAX, 'a number of hops'),
    ms: count,
    text: textOf(ASK_CHARS_MAX),
    sig: signature,
  }),
  answer: recordOf({
    t: literal('answer'),
    id: nonce,
    by: author,
    code: either(literal(null), answerCode),
    text: textOf(ANSWER_CHARS_MAX),
    sig: optional(signature),
  }),
  unask: recordOf({ t: literal('unask'), id: nonce }),
}

const isTrue = valueOf((value): value is true => value === true, 'true')
const entriesHeader = recordOf({
  t: literal('entries'),
  log: readLog,
  from: count,
  prev: either(hash, literal(null)),
  ends: optional(isTrue),
})

function readEntries(header: unknown, bodies: readonly string[]): Result<Entries, BadMessage> {
  const read = entriesHeader(header, '')
  if (!read.ok) return read
  const { from, prev, ends } = read.value
  if (bodies.length === 0 || bodies.length > MESSAGE_ENTRIES_MAX)
    return bad('', `does not hold 1 to ${MESSAGE_ENTRIES_MAX} entries`)
  if (!Number.isSafeInteger(from + bodies.length)) return bad('from', 'is too large')
  if ((from === 0) !== (prev === null)) return bad('prev', 'is null exactly at the beginning of a log')
  for (const [index, body] of bodies.entries()) {
    if (body.length === 0 || body.length > ENTRY_BYTES_MAX) return bad(`[${index}]`, `is empty or longer than ${ENTRY_BYTES_MAX}`)
  }
  const range: Range = { log: read.value.log, from, prev, bodies }
  return ok(ends === undefined ? { t: 'entries', range } : { t: 'entries', range, ends })
}

/** Reads a log's key: it must be spelt as {@link logKeyOf} spells it, or one log would have two keys. */
function readLog(value: unknown, path: string): Result<Log, BadMessage> {
  if (typeof value !== 'string') return bad(path, 'is not the key of a log')
  const parsed = parse(value)
  if (!parsed.ok) return bad(path, 'is not the key of a log')
  const names = logNames(parsed.value, path)
  if (!names.ok) return names
  const [realm, domain, logKind, logAuthor, epoch] = names.value
  const log: Log = { realm, domain, kind: logKind, author: logAuthor, epoch }
  return logKeyOf(log) === value ? ok(log) : bad(path, 'is not spelt canonically')
}

function kindOf(header: unknown): Message['t'] | undefined {
  if (typeof header !== 'object' || header === null || !Object.hasOwn(header, 't')) return undefined
  const { t } = header as { t: unknown }
  return t === 'entries' || (typeof t === 'string' && Object.hasOwn(READERS, t)) ? (t as Message['t']) : undefined
}

function parse(text: string): Result<unknown, BadMessage> {
  try {
    return ok(JSON.parse(text) as unknown)
  } catch {
    return bad('', 'is not JSON')
  }
}

function isBase64url(value: unknown, length: number): value is string {
  return typeof value === 'string' && bytesFromBase64url(value, length) !== undefined
}

function isHex(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[0-9a-f]*$/.test(value)
}

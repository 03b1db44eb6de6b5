/** Offer: what the chunks of a sync message hold of a log, each entry checked and each change compared with the only form it may have. */
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import type { Hash } from '../../base/hash.ts'
import type { Offer } from './absorb.ts'
import { isGenesis, readChange, type ChangeFault } from './change.ts'
import { piecesOf, readChunk, type ChangeParts } from './chunk.ts'
import { readWholeEntry } from './whole-entry.ts'

/** What was found. `log`: whose document it is, when that was known or could be told. `fault`: the first thing that may not be there. */
export interface Found {
  readonly log: Log | undefined
  readonly offers: readonly Offer[]
  readonly fault: string | undefined
}

/** How a document id belongs to a log. */
export interface Naming {
  readonly realm: Hash
  documentIdOf(key: LogKey): string
}

/** Reads `chunks`, said to be of `documentId`; `known` is its log if we have it. The right ones are kept whatever the others are. */
export function readOffers(naming: Naming, documentId: string, known: Log | undefined, chunks: readonly Uint8Array[]): Found {
  const offers: Offer[] = []
  const others: ChangeParts[] = []
  let fault: string | undefined
  for (const bytes of chunks.flatMap(piecesOf)) {
    const chunk = readChunk(bytes)
    if (!chunk.ok) fault ??= chunk.error
    else if (chunk.value.kind === 'change') takeChange(chunk.value, offers, others)
    else fault = takeTexts(chunk.value.texts, offers, fault)
  }
  const log = known ?? offers[0]?.entry.log
  if (log === undefined) return { log: undefined, offers: [], fault }
  const key = logKeyOf(log)
  if (log.realm !== naming.realm || naming.documentIdOf(key) !== documentId)
    return { log: undefined, offers: [], fault: 'another log' }
  const own = offers.filter(({ entry }) => logKeyOf(entry.log) === key)
  if (own.length < offers.length) fault ??= 'an entry of another log'
  for (const parts of others) if (!isGenesis(parts.bytes, log)) fault ??= why(readChange(parts))
  return { log, offers: own, fault }
}

/** A change of an entry is an offer; any other can only be the genesis, which is judged once the log is known. */
function takeChange(parts: ChangeParts, offers: Offer[], others: ChangeParts[]): void {
  const change = readChange(parts)
  if (change.ok) offers.push({ entry: change.value.entry, dep: change.value.dep })
  else others.push(parts)
}

function why(read: { readonly ok: true } | { readonly ok: false; readonly error: ChangeFault }): string {
  return read.ok ? 'not canonical' : read.error.why
}

/** The five names of a log are texts of its document too; whatever else is no entry does not belong there. */
function takeTexts(texts: readonly string[], offers: Offer[], earlier: string | undefined): string | undefined {
  let fault = earlier
  const names: string[] = []
  for (const text of texts) {
    const entry = readWholeEntry(text)
    if (entry.ok) offers.push({ entry: entry.value, dep: undefined })
    else names.push(text)
  }
  const log = offers.at(-1)?.entry.log
  const expected: readonly string[] = log === undefined ? [] : [log.author, log.domain, log.kind, log.realm]
  if (names.some((name) => !expected.includes(name))) fault ??= 'a document that holds other texts than its log'
  return fault
}

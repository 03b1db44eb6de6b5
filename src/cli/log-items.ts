/** What entries say, as a history tells it: claims by their statement, and what takes them back by what it takes back. */
import { readBody } from '../frames/chain.ts'
import type { Item, Window } from '../frames/item.ts'
import { saidIn } from '../frames/said.ts'
import type { Statement } from '../frames/statement.ts'
import { readJournalKey } from '../node/core/proof.ts'
import type { JournalRow } from '../ports/journal.ts'

/** One item of an entry, told. */
export interface ItemTold {
  readonly id: string
  readonly kind: string
  /** What is claimed, or what the claim that this is about says; null where that claim was not seen. */
  readonly statement: Statement | null
  /** Permille. */
  readonly confidence?: number
  readonly valid?: Window
  /** Claims that this one rests on. */
  readonly because?: readonly string[]
  /** The claim that this takes back or undercuts. */
  readonly of?: string
  /** Why, in its author's words; or why it counts for nothing. */
  readonly reason?: string
  /** What an item of another kind holds, as JSON. */
  readonly content?: string
}

/** One entry, told. */
export interface EntryTold {
  readonly id: string
  readonly author: string
  /** When its author says it was made, in milliseconds. */
  readonly at: number
  /** It contradicts another entry of its author for the same place. */
  readonly forked: boolean
  readonly items: readonly ItemTold[]
}

/** Tells the entries of rows, which must come in the order in which they were seen. */
export function createTeller(): (row: JournalRow) => readonly EntryTold[] {
  const statements = new Map<string, Statement>()
  return (row) => {
    const named = readJournalKey(row.log)
    if (named === undefined) return []
    const { log, forkedAt } = named
    return row.bodies.flatMap((text, at): EntryTold[] => {
      const [id, body] = [row.ids[at], readBody(text)]
      if (id === undefined || !body.ok) return []
      const said = saidIn(log, { id, seq: row.from + at, body: body.value, text })
      const items = said.map(({ id: name, item }) => itemTold(name, item, statements))
      return [{ id, author: log.author, at: body.value.at, forked: forkedAt !== null, items }]
    })
  }
}

function itemTold(id: string, item: Item, statements: Map<string, Statement>): ItemTold {
  const { k: kind } = item
  if (item.k === 'ignored') return { id, kind, statement: null, reason: item.why }
  if (item.k === 'claim') {
    const { frame, slot, value, not = false, confidence, valid, because } = item
    const statement = { frame, slot, value, not }
    statements.set(id, statement)
    return { id, kind, statement, ...present({ confidence, valid, because }) }
  }
  if (item.k === 'withdraw' || item.k === 'undercut')
    return { id, kind, of: item.claim, statement: statements.get(item.claim) ?? null, ...present({ reason: item.reason }) }
  const { k: _, ...fields } = item
  return { id, kind, statement: null, content: JSON.stringify(fields) }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The fields that are there. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
}

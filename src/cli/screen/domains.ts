/** Which domains a folder's node holds, and what could not be judged for want of others, on the screen. */
import { lawWords } from '../../semantics/explain/says.ts'
import type { Unjudged } from '../../semantics/judgement.ts'
import type { Paint } from '../terminal.ts'
import { counted } from './words.ts'

/** Rows of what is unjudged that are shown; `--json` holds all. */
const SHOWN = 8

/** What a folder's node holds, of all that there may be. */
export interface DomainsHeld {
  /** Sorted; null: all. */
  readonly domains: readonly string[] | null
  /** Entries of other domains in the journal. */
  readonly left: number
  /** What the judgement needs of other domains. */
  readonly unjudged: readonly Unjudged[]
}

/** The domains held, in one line; none where all are. */
export function domainsLine({ domains, left }: Omit<DomainsHeld, 'unjudged'>): string | null {
  if (domains === null) return null
  const others = left === 0 ? '' : `; ${counted(left, 'entry', 'entries')} of others are left where they are`
  return `${domains.length === 0 ? 'no domain' : domains.join(', ')} only${others}`
}

/** What could not be judged, and what it would take; nothing where all was. */
export function unjudgedLines({ unjudged }: Pick<DomainsHeld, 'unjudged'>, paint: Paint): readonly string[] {
  if (unjudged.length === 0) return []
  const more = unjudged.length > SHOWN ? [paint.dim(`  … and ${unjudged.length - SHOWN} more; --json prints all`)] : []
  const rows = unjudged.slice(0, SHOWN).map((one) => `  ${paint.yellow('?')} ${unjudgedWords(one)}`)
  return ['', paint.bold(`Unjudged for want of other domains (${unjudged.length})`), ...rows, ...more]
}

/** One of them as a sentence without its end. */
export function unjudgedWords(one: Unjudged): string {
  if ('by' in one) return `${lawWords(one.by)} needs ${one.frame}, of the domain ${one.domain}`
  if (one.frame === null) return `the claim ${one.claim} rests on what is not held`
  return `the claim ${one.claim} rests on ${one.frame}, of the domain ${String(one.domain)}`
}

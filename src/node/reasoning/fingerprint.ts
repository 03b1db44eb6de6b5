/** Fingerprint: the quality of each author's reasoning, counted by every node from the same entries: nobody can tell it of himself. */
import type { Engine } from '../../semantics/engine.ts'
import type { Published } from '../../semantics/reasoning/publication.ts'
import type { Fallen } from '../../semantics/learn/fallen.ts'
import { isAccepted } from '../core/views.ts'
import { standingOf } from './held.ts'
import { stateOf } from './owners.ts'
import type { Fingerprint } from './view.ts'

const PARTS = 1_000_000

type Counts = { -readonly [K in Exclude<keyof Fingerprint, 'author' | 'quality' | 'fallen'>]: number }

/** The fingerprints of all who reasoned, and of all below the policy's floor, sorted by author. The same on nodes that certify alike. */
export function fingerprintsOf(engine: Pick<Engine, 'archive' | 'session' | 'traces' | 'standingsOf' | 'fallen'>): readonly Fingerprint[] {
  const byAuthor = new Map<string, Counts>()
  const countsOf = (author: string): Counts => {
    const held = byAuthor.get(author) ?? { sessions: 0, failed: 0, published: 0, accepted: 0, contested: 0, incoherent: 0 }
    byAuthor.set(author, held)
    return held
  }
  for (const id of engine.archive.sessions()) {
    const record = engine.session(id)
    if (record?.begun === undefined) continue
    const counts = countsOf(record.begun.by)
    counts.sessions += 1
    if (stateOf(record) === 'closed') counts.failed += 1
  }
  for (const published of engine.traces()) {
    const counts = countsOf(published.trace.by)
    counts.published += 1
    counts[fateOf(published, engine)] += 1
  }
  const fallen = new Map(engine.fallen().map(({ author, ...by }): [string, Omit<Fallen, 'author'>] => [author, by]))
  for (const author of fallen.keys()) countsOf(author)
  return [...byAuthor]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([author, counts]) => ({ author, ...counts, quality: qualityOf(counts), ...fallenAs(fallen.get(author)) }))
}

const fallenAs = (fallen: Fingerprint['fallen']): Pick<Fingerprint, 'fallen'> => (fallen === undefined ? {} : { fallen })

/** What is taken back, or waits for something, is no fault of the reasoning: it is contested until it stands. */
function fateOf(published: Published, engine: Pick<Engine, 'standingsOf'>): 'accepted' | 'contested' | 'incoherent' {
  const { trace, ok, badSteps, internal } = published
  if (badSteps.length > 0 || internal.length > 0) return 'incoherent'
  const standing = ok && trace.concludes !== undefined ? standingOf(engine, trace.concludes) : null
  return standing !== null && isAccepted(standing) ? 'accepted' : 'contested'
}

/** What is contested counts half. */
function qualityOf({ published, accepted, contested }: Counts): number | null {
  return published === 0 ? null : Math.floor(((2 * accepted + contested) * PARTS) / (2 * published))
}

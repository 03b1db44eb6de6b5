/** Judging: what is taken in goes to judgement as far as it counts; the rest is kept there as if it had not been said. */
import type { Link } from '../../frames/chain.ts'
import { logKeyOf } from '../../frames/log.ts'
import { saidIn } from '../../frames/said.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Holding, Holdings } from './holdings.ts'
import type { Admission } from './intake.ts'
import type { Members } from './members.ts'
import type { Pruning } from './pruning.ts'
import type { Recount } from './recount.ts'
import { sealGrown } from './seal.ts'
import type { Strangers } from './strangers.ts'

/** What judging works with. */
export interface JudgingParts {
  readonly engine: Engine
  readonly members: Members
  readonly holdings: Holdings
  readonly strangers: Strangers
  readonly recount: Recount
  readonly pruning: Pruning
  readonly self: AuthorKey
}

/** `links` were put at the end of `holding`, which held `from` entries before. */
export function judgeGrown(parts: JudgingParts, holding: Holding, from: number, links: readonly Link[]): void {
  countGrown(parts, holding, from, links)
  if (pruneGrown(parts.pruning, holding, links)) exclude(parts, holding.log.author)
}

/** Its author signed two entries, or two ids, for one place: from now on by what counts it weighs nothing. */
export function exclude({ members, engine, recount }: Pick<JudgingParts, 'members' | 'engine' | 'recount'>, author: AuthorKey): void {
  if (members.isOpen) return engine.exclude(author)
  members.touch()
  recount.run()
}

/** Logs by these authors, in which they signed twice, are held no longer: whom no other log shows to have done so counts again. */
export function include(
  { members, engine, recount, holdings }: Pick<JudgingParts, 'members' | 'engine' | 'recount' | 'holdings'>,
  authors: ReadonlySet<AuthorKey>,
): void {
  if (authors.size === 0) return
  if (!members.isOpen) {
    members.touch()
    return recount.run()
  }
  const left = new Set([...holdings.all()].flatMap(({ log, forkedAt }) => (forkedAt === null ? [] : [log.author])))
  for (const author of authors) if (!left.has(author)) engine.include(author)
}

/** Whether it shows that an author signed two ids for one place, or no longer. */
function pruneGrown(pruning: Pruning, holding: Holding, links: readonly Link[]): boolean {
  if (holding.log.kind !== 'prunes') return pruning.grown(holding)
  pruning.note(holding.log, links)
  return pruning.renew()
}

function countGrown(parts: JudgingParts, holding: Holding, from: number, links: readonly Link[]): void {
  const { engine, members, recount } = parts
  const { log } = holding
  if (members.isOpen) {
    holding.counted = holding.ids.length
    engine.add(links.flatMap((link) => saidIn(log, link)))
    return sealGrown(engine, holding, from)
  }
  if (log.kind === 'realm') {
    members.note(log, links)
    if (members.countable(log) <= from) charge(parts, holding, from, links)
    // Whoever writes here may ask at once what became of it.
    return log.author === parts.self ? recount.run() : recount.soon()
  }
  const before = holding.counted
  // What does not follow on what counts does not count either: a cut lies between, or another branch.
  const count = from === before ? members.countOf(holding) : before
  if (count < before) {
    members.touch()
    recount.run()
  } else holding.counted = count
  const [counting, idle] = [links.filter(({ seq }) => seq < holding.counted), links.filter(({ seq }) => seq >= holding.counted)]
  engine.add(counting.flatMap((link) => saidIn(log, link)))
  if (idle.length > 0) engine.shelve(idle.flatMap((link) => saidIn(log, link)))
  sealGrown(engine, holding, Math.min(before, holding.counted))
  if (holding.counted === 0) charge(parts, holding, from, links)
}

/** The admission, or that it is left for want of room: whoever does not count has little of it here. */
export function withRoom(parts: JudgingParts, admission: Admission): Admission {
  if (admission.type !== 'admitted' || parts.members.isOpen) return admission
  const { log, links } = admission
  const { members, strangers, self } = parts
  const held = parts.holdings.get(logKeyOf(log))?.ids.length ?? 0
  if (held < members.countable(log) || log.author === self) return admission
  if (members.isRemoved(log.author)) return { type: 'left' }
  const fits = strangers.hasRoom(log.author, charsOf(links), held === 0) || members.succeeds(log, links)
  return fits ? admission : { type: 'left' }
}

function charge({ strangers, self }: JudgingParts, { log }: Holding, from: number, links: readonly Link[]): void {
  if (log.author !== self) strangers.grown(log, charsOf(links), from === 0)
}

function charsOf(links: readonly Link[]): number {
  return links.reduce((sum, { text }) => sum + text.length, 0)
}

/** Explain: why a statement, a claim or a conflict stands as it does, in words and as data. */
import type { ItemId } from '../../frames/item.ts'
import { showStatement, statementKey, type Statement } from '../../frames/statement.ts'
import { ALWAYS, covers, stretchOf, type Stretch } from '../claims/span.ts'
import { NO_SUPPORT } from '../claims/supports.ts'
import type { Found } from '../conflict/report.ts'
import type { Conflict, Standing } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import { conflictsOf } from '../reading.ts'
import { CONCLUDED, LEAF, NO_FACT, type Fact } from '../store/facts.ts'
import { viewStandings, viewsOf } from '../views.ts'
import { clashIn } from './clash.ts'
import type { Explanation, Proof, Side, Withdrawal } from './explanation.ts'
import { claimsOf, factOf, momentIn, partOf } from './lookup.ts'
import { bestProofs, proofOf } from './proof.ts'
import { saysOf } from './says.ts'
import { sideOf, standingAt } from './sides.ts'
import { decidedIn, type Decided } from './sums.ts'
import { pageOf, votesText, windowText } from './text.ts'

/** What an explanation can be asked about. */
export type About = Statement | { readonly conflict: string } | { readonly claim: ItemId }

/** Sides listed of one explanation. */
export const SIDES_MAX = 64
/** Conflicts of a statement that are added up. */
export const CONFLICTS_MAX = 8

const NOTHING: Omit<Explanation, 'text'> = {
  conflicts: [],
  claims: [],
  sides: [],
  more: 0,
  proofs: [],
  sums: [],
  settle: [],
  withdraw: [],
}

/** The explanation of what is asked about. */
export function explain(about: About, knowledge: Knowledge): Explanation {
  if ('conflict' in about) return explainConflict(about.conflict, knowledge)
  if ('claim' in about) return explainClaim(about.claim, knowledge)
  const fact = factOf(about, knowledge)
  return fact === NO_FACT ? explainView(about, knowledge) : explainFact(fact, [], knowledge)
}

function explainConflict(id: string, knowledge: Knowledge): Explanation {
  const found = knowledge.verdict().conflicts.find(({ conflict }) => conflict.id === id)
  if (found === undefined) {
    const own = conflictsOf(knowledge).find((conflict) => conflict.id === id)
    if (own === undefined) return { ...NOTHING, text: `there is no conflict ${id} now` }
    return {
      ...NOTHING,
      text: `${own.text}\nthe law breaks by itself: no claim is part of it, and only another law mends it`,
      conflicts: [own],
    }
  }
  const { conflict, stretch } = found
  const leaves = [...found.guards, ...found.members]
  const moment = momentIn(stretch, leaves, knowledge)
  // all at once: each by itself would look through everything that it may follow from
  knowledge.verdict().prepare(leaves)
  const sides = sidesOf(leaves, moment, knowledge)
  const clash = clashIn(found, knowledge)
  const parts = {
    conflicts: [conflict],
    claims: conflict.claims,
    sides: sides.slice(0, SIDES_MAX),
    more: Math.max(0, sides.length - SIDES_MAX),
    proofs: clash.facts
      .map((fact) => proofOf(fact, clash.best, knowledge))
      .filter(({ steps }) => steps.length > 1)
      .sort((a, b) => (a.says < b.says ? -1 : 1)),
    ...decidedAbout([found], new Set(leaves), knowledge),
    withdraw: withdrawalsOf(leaves, found, knowledge),
  }
  const when = windowText(conflict.window)
  const soft = conflict.severity === 'soft' ? ['it is soft: a way out may leave it broken and pay for that'] : []
  return { ...parts, text: pageOf([conflict.text, ...(when === '' ? [] : [when]), ...soft], parts) }
}

/** Accepted sides first, then the heavier, then by what they say. */
function sidesOf(leaves: readonly Fact[], moment: Stretch, knowledge: Knowledge): readonly Side[] {
  const bySaying = new Map(leaves.map((leaf) => sideOf(leaf, moment, knowledge)).map((side) => [side.says, side]))
  const rank = ({ status }: Side): number => (status === 'clear' || status === 'consensus' ? 0 : 1)
  return [...bySaying.values()].sort((a, b) => {
    const [heavy, light] = [BigInt(a.weight), BigInt(b.weight)]
    return rank(a) - rank(b) || (heavy > light ? -1 : heavy < light ? 1 : a.says < b.says ? -1 : 1)
  })
}

function decidedAbout(found: readonly Found[], about: ReadonlySet<Fact>, knowledge: Knowledge): Decided {
  const verdict = knowledge.verdict()
  const ids = new Set(found.map(({ conflict }) => conflict.id))
  const decided = verdict.components
    .filter(({ conflicts }) => conflicts.some((id) => ids.has(id)))
    .map(({ id }) => {
      const disputes = verdict.disputesOf(id).filter(({ run }) => found.some(({ stretch }) => covers(stretch, run.sample)))
      return decidedIn(id, disputes, about, knowledge)
    })
  return { sums: decided.flatMap(({ sums }) => sums), settle: decided.flatMap(({ settle }) => settle) }
}

/** For each leaf of a conflict the claims behind it: without all of them there is no such leaf. */
function withdrawalsOf(leaves: readonly Fact[], { n, members }: Found, knowledge: Knowledge): readonly Withdrawal[] {
  // Where more than one value too many stands, no single withdrawal helps.
  if (members.length > n + 1) return []
  const { supports, isStep } = knowledge.claims
  const ends = leaves.map((leaf): Withdrawal => {
    const part = partOf(leaf, knowledge)
    const behind = part?.kind === 'step' ? [supports.find(part.id)] : supports.of(leaf).filter((support) => !isStep(support))
    const claims = behind.map((support) => ({ claim: supports.idOf(support), by: supports.authorOf(support) }))
    return { says: saysOf(leaf, knowledge), claims: claims.sort((a, b) => (a.claim < b.claim ? -1 : 1)) }
  })
  const authors = ({ claims }: Withdrawal): number => new Set(claims.map(({ by }) => by)).size
  return ends.sort((a, b) => authors(a) - authors(b) || a.claims.length - b.claims.length || (a.says < b.says ? -1 : 1))
}

/** `first`: lines that come before those about the statement. */
function explainFact(fact: Fact, first: readonly string[], knowledge: Knowledge): Explanation {
  const { facts, keys, verdict } = knowledge
  const statement = keys.statementOf(fact)
  const [standing] = verdict().standingsOf(fact)
  const claims = claimsOf(fact, knowledge)
  const moment = momentIn(standing === undefined ? ALWAYS : stretchOf(standing.window), [fact], knowledge)
  const side = sideOf(fact, moment, knowledge)
  if (standing === undefined) {
    const parts = { ...NOTHING, claims, sides: side.voices.length === 0 ? [] : [side] }
    const nothing = `nothing supports that ${showStatement(statement)}${side.voices.length === 0 ? '' : ' now'}`
    return { ...parts, text: pageOf([...first, nothing], parts) }
  }
  const key = statementKey(statement)
  const about = new Set(verdict().proofsOf(fact).environments.flat())
  const found = verdict().conflicts.filter(({ leaves }) => leaves.some((leaf) => about.has(leaf)))
  const own = found.filter(({ conflict }) => conflict.statements.some((one) => statementKey(one) === key))
  const parts = {
    statement: standingAt(fact, moment, knowledge) ?? standing,
    conflicts: own.map(({ conflict }) => conflict),
    claims,
    sides: [side],
    more: 0,
    proofs: facts.is(fact, CONCLUDED) ? proofsOf(fact, knowledge) : [],
    ...decidedAbout(found.slice(0, CONFLICTS_MAX), about, knowledge),
    withdraw: [],
  }
  return { ...parts, text: pageOf([...first, sentence(standing), ...clashLines(found.map(({ conflict }) => conflict))], parts) }
}

function clashLines(conflicts: readonly Conflict[]): readonly string[] {
  const lines = conflicts.slice(0, CONFLICTS_MAX).map(({ text, window }) => {
    const when = windowText(window)
    return `it clashes${when === '' ? '' : ` ${when}`}: ${text}`
  })
  const shown = [...new Set(lines)]
  return conflicts.length > CONFLICTS_MAX ? [...shown, `... and in ${conflicts.length - CONFLICTS_MAX} more conflicts`] : shown
}

/** The smallest proof of a fact that is not simply said. */
function proofsOf(fact: Fact, knowledge: Knowledge): readonly Proof[] {
  const { facts } = knowledge
  const best = bestProofs([fact], (leaf) => facts.is(leaf, LEAF), knowledge)
  return (best.get(fact)?.body ?? null) === null ? [] : [proofOf(fact, best, knowledge)].filter(({ steps }) => steps.length > 1)
}

function sentence({ status, weight, by, derived, window, ...statement }: Standing): string {
  const when = windowText(window)
  const who = derived ? 'it follows from other statements' : `${by.length === 1 ? `${by[0]} says` : `${by.length} say`} so`
  return `${showStatement(statement)} is ${status}${when === '' ? '' : ` ${when}`}: ${who}, with a weight of ${votesText(weight)}`
}

function explainView(about: Statement, knowledge: Knowledge): Explanation {
  const key = statementKey(about)
  const hasViews = knowledge.admitted.program.layerB.length > 0
  const view = hasViews ? viewStandings(viewsOf(knowledge), knowledge).find((one) => statementKey(one) === key) : undefined
  if (view === undefined) return { ...NOTHING, text: `nobody says that ${showStatement(about)}` }
  const open = view.status === 'undefined' ? ', which rest on a paradox or on what is open' : ''
  return { ...NOTHING, statement: view, text: `${showStatement(about)} is ${view.status}: rules with \`not\` conclude it${open}` }
}

function explainClaim(id: ItemId, knowledge: Knowledge): Explanation {
  const { supports } = knowledge.claims
  const support = supports.find(id)
  if (support === NO_SUPPORT) return { ...NOTHING, text: `no claim ${id} is held` }
  const [fact, by] = [supports.factOf(support), supports.authorOf(support)]
  const fate = knowledge.isExcluded(by)
    ? [`${by} counts for nothing: it signed two entries for one place in its log`]
    : supports.isWithdrawn(support)
      ? [`${id} was taken back by ${by}`]
      : []
  if (!knowledge.isStatement(fact)) {
    const conflicts = conflictsOf(knowledge).filter(({ claims }) => claims.includes(id))
    const about = partOf(fact, knowledge)?.id ?? ''
    const parts = { ...NOTHING, conflicts, claims: fate.length === 0 ? [id] : [], sides: [sideOf(fact, ALWAYS, knowledge)] }
    return { ...parts, text: pageOf([`${by} undercuts ${about} in ${id}`, ...fate], parts) }
  }
  const said = `${by} ${fate.length === 0 ? 'claims' : 'claimed'} in ${id} that ${saysOf(fact, knowledge)}`
  const explanation = explainFact(fact, [said, ...fate], knowledge)
  const claims = fate.length === 0 ? [...new Set([id, ...explanation.claims])].sort() : explanation.claims
  return { ...explanation, claims }
}

/** Sides: who speaks for what, with which weight, and whose word does not count and why. */
import { QUALITY_MAX } from '../../base/limits.ts'
import { showStatement } from '../../frames/statement.ts'
import { spanOf, type Stretch } from '../claims/span.ts'
import { NO_SUPPORT, type Support } from '../claims/supports.ts'
import type { Standing } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import type { Side, Silence, Undercutting, Voice } from './explanation.ts'
import { partOf } from './lookup.ts'
import { saysOf } from './says.ts'

/** Voices listed of one side. */
export const VOICES_MAX = 64

/** The side that a leaf or a statement is, as it stands at `moment`. */
export function sideOf(leaf: Fact, moment: Stretch, knowledge: Knowledge): Side {
  const { claims, isStatement, keys, votes } = knowledge
  const part = partOf(leaf, knowledge)
  const fact = part?.kind === 'step' ? claims.supports.factOf(claims.supports.find(part.id)) : leaf
  const voices = voicesOf(fact, moment, knowledge)
  const shown = { voices: voices.slice(0, VOICES_MAX), more: Math.max(0, voices.length - VOICES_MAX) }
  if (!isStatement(fact))
    return {
      says: saysOf(leaf, knowledge),
      statement: null,
      weight: String(votes.weight(fact, moment)),
      derived: false,
      ...shown,
    }
  const statement = keys.statementOf(fact)
  const standing = standingAt(fact, moment, knowledge)
  const counted = standing === undefined ? {} : { status: standing.status }
  const [weight, derived] = [standing?.weight ?? '0', standing?.derived ?? false]
  return { says: showStatement(statement), statement, ...counted, weight, derived, ...shown }
}

/** How a fact stands at `moment`; undefined where it does not hold then. */
export function standingAt(fact: Fact, moment: Stretch, { verdict }: Knowledge): Standing | undefined {
  const standings = verdict().standingsOf(fact)
  return standings.find(({ window: [from, until] }) => (from ?? -Infinity) <= moment.from && moment.until <= (until ?? Infinity))
}

/** Everybody who ever spoke for a fact: those that count first. */
export function voicesOf(fact: Fact, moment: Stretch, knowledge: Knowledge): readonly Voice[] {
  const { supports } = knowledge.claims
  const heard = knowledge.votes.heard(fact, moment)
  const present = new Set(heard.map(({ support }) => support))
  const silent = everyoneFor(fact, knowledge)
    .filter((support) => !present.has(support))
    .sort((a, b) => (supports.idOf(a) < supports.idOf(b) ? -1 : 1))
  return [
    ...heard.map(({ support, vote, witness, counts }) =>
      voiceOf(support, { vote, witness, silent: counts ? null : 'repeats' }, moment, knowledge),
    ),
    ...silent.map((support) => {
      const silence = silenceOf(support, moment, knowledge)
      return voiceOf(support, { vote: 0, witness: supports.authorOf(support), silent: silence }, moment, knowledge)
    }),
  ]
}

/** All that ever spoke for a fact, those taken back too. */
function everyoneFor(fact: Fact, { claims: { supports } }: Knowledge): readonly Support[] {
  const all: Support[] = []
  for (let at = supports.firstOf(fact); at !== NO_SUPPORT; at = supports.nextOf(at)) all.push(at)
  return all
}

function silenceOf(support: Support, moment: Stretch, { claims: { supports }, isExcluded }: Knowledge): Silence {
  if (isExcluded(supports.authorOf(support))) return 'excluded'
  if (supports.isWithdrawn(support)) return 'withdrawn'
  const { from, until } = supports.windowOf(support)
  return from <= moment.from && moment.until <= until ? 'premises' : 'elsewhere'
}

function voiceOf(
  support: Support,
  counted: Pick<Voice, 'vote' | 'witness' | 'silent'>,
  moment: Stretch,
  knowledge: Knowledge,
): Voice {
  const { supports } = knowledge.claims
  const because = supports.premisesOf(support)
  const by = supports.authorOf(support)
  return {
    ...{ claim: supports.idOf(support), by },
    ...counted,
    ...fallenAs(by, knowledge),
    window: spanOf(supports.windowOf(support)),
    because,
    missing: because.filter((id) => {
      const premise = supports.find(id)
      return premise === NO_SUPPORT || supports.isWithdrawn(premise)
    }),
    undercut: undercuttingsOf(support, moment, knowledge),
  }
}

function fallenAs(by: string, { conduct }: Knowledge): Pick<Voice, 'fallen'> {
  const found = conduct.fallen().find(({ author }) => author === by)
  if (found === undefined) return {}
  const { author: _, ...fallen } = found
  return { fallen }
}

function undercuttingsOf(support: Support, moment: Stretch, { claims, votes }: Knowledge): readonly Undercutting[] {
  const fact = claims.undercutFactOf(support)
  if (fact === NO_FACT) return []
  const { supports } = claims
  return votes
    .heard(fact, moment)
    .filter(({ counts }) => counts)
    .map(({ support: own, vote }) => ({
      claim: supports.idOf(own),
      by: supports.authorOf(own),
      vote: Math.min(vote, QUALITY_MAX),
    }))
}

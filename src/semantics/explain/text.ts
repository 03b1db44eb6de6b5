/** Text: an explanation as a page for a person, line by line, long lists cut with their counts. */
import { showTime } from '../../frames/value.ts'
import type { Span } from '../judgement.ts'
import { listed } from '../law/words.ts'
import type { Explanation, GivenUp, Heeded, Proof, ProofStep, Settlement, Side, Sum, Voice, WayOut, Withdrawal } from './explanation.ts'
import { lawWords } from './says.ts'

/** Lines shown of each list; the data hold more. */
export const SHOWN_MAX = 12

/** `0.9 votes` from parts per million. */
export function votesText(weight: string | number): string {
  const text = String(weight)
  const millionths = text.padStart(7, '0')
  const part = millionths.slice(-6).replace(/0+$/, '')
  return `${millionths.slice(0, -6)}${part === '' ? '' : `.${part}`} ${text === '1000000' ? 'vote' : 'votes'}`
}

/** `between 10:02 and 10:05 on 2026-01-01 (UTC)`, `from ... on`, `until ...`; empty for all of time. */
export function windowText([from, until]: Span<number>): string {
  if (from === null) return until === null ? '' : `until ${timeText(until)}`
  if (until === null) return `from ${timeText(from)} on`
  const [a, b] = [showTime(from), showTime(until)]
  const day = a.slice(0, 10)
  if (day !== b.slice(0, 10) || a.length < 20) return `from ${timeText(from)} to ${timeText(until)}`
  return `between ${clockText(a)} and ${clockText(b)} on ${day} (UTC)`
}

function timeText(ms: number): string {
  const iso = showTime(ms)
  return iso.endsWith('T00:00:00Z') ? iso.slice(0, -10) : `${iso.slice(0, -1).replace('T', ' ').replace(/:00$/, '')} (UTC)`
}

const clockText = (iso: string): string => iso.slice(11, -1).replace(/:00$/, '')

/** The page of an explanation, under its first lines. */
export function pageOf(first: readonly string[], parts: Omit<Explanation, 'text'>): string {
  const { sides, more, proofs, sums, settle, withdraw } = parts
  return [
    ...first,
    ...section('who says what', cut(sides.map(sideLines), more).flat()),
    ...section('how it follows', proofs.flatMap(proofLines)),
    ...section('why it is decided so', sums.flatMap(sumLines)),
    ...section('what would settle it', [
      ...new Set(settle.map((one) => settleLines(one).join('\n  '))),
      ...cut(withdraw.map(withdrawalLines), 0).flat(),
    ].filter((line) => line !== '')),
  ].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)]
}

function cut(blocks: readonly (readonly string[])[], beyond: number): readonly (readonly string[])[] {
  const left = beyond + Math.max(0, blocks.length - SHOWN_MAX)
  return left === 0 ? blocks : [...blocks.slice(0, SHOWN_MAX), [`... and ${left} more`]]
}

function sideLines({ says, status, weight, derived, voices, more }: Side): readonly string[] {
  const how = status === undefined ? '' : ` is ${status}${derived ? ', derived' : ''}`
  const lines = cut(
    voices.map((voice) => voiceLines(voice)),
    more,
  )
  return [`${says}${how}, with ${votesText(weight)}`, ...lines.flat().map((line) => `  ${line}`)]
}

function voiceLines(voice: Voice): readonly string[] {
  const { by, claim, vote, witness, because, undercut } = voice
  const when = windowText(voice.window)
  const said = `${by} says so in ${claim}${because.length === 0 ? '' : `, because of ${listed(because)}`}${when === '' ? '' : `, ${when}`}`
  const whose = witness === by ? '' : ` as the word of ${witness}`
  const lines = voice.silent === null ? [`${said}: ${votesText(vote)}${whose}`] : [`${said}: ${silenceText(voice)}`]
  const less = voice.fallen === undefined || voice.silent !== null ? [] : [`  ${fallenText(by, voice.fallen)}`]
  return [...lines, ...less, ...undercut.map((one) => `  ${one.by} undercuts it in ${one.claim}: ${votesText(one.vote)}`)]
}

function fallenText(by: string, { quality, weight, items, withdrawn, incoherent, learned }: Heeded): string {
  const parts = [
    ...(withdrawn === 0 ? [] : [`took back ${withdrawn}`]),
    ...(incoherent === 0 ? [] : [`published ${incoherent} that do not hold by themselves`]),
  ]
  const conduct = parts.length === 0 ? [] : [`of its last ${items} items it ${parts.join(' and ')}`]
  const right = learned === null ? [] : [`it is right in ${percent(learned)} % by what was learned`]
  const why = [...conduct, ...right].join('; ')
  return `${by} counts ${percent(weight)} %, since its quality of ${percent(quality)} % is below the floor: ${why}`
}

/** `12.5` from parts per million. */
function percent(ppm: number): string {
  const rest = String(ppm % 10_000).padStart(4, '0').replace(/0+$/, '')
  return `${Math.floor(ppm / 10_000)}${rest === '' ? '' : `.${rest}`}`
}

function silenceText({ silent, by, witness, missing }: Voice): string {
  if (silent === 'withdrawn') return 'taken back'
  if (silent === 'excluded') return `counts for nothing: ${by} signed two entries for one place in its log`
  if (silent === 'elsewhere') return 'said of another time'
  if (silent === 'repeats')
    return witness === by ? 'adds nothing, since it said so already' : `repeats ${witness}, and adds nothing`
  return missing.length === 0
    ? 'does not hold, since what it rests on does not'
    : `waits for ${listed(missing)}, not held here or taken back`
}

function proofLines({ says, steps, more }: Proof): readonly string[] {
  const first = more === 0 ? [] : [`   ... ${more} more ${more === 1 ? 'step' : 'steps'} before these`]
  return [`${says}:`, ...first, ...steps.map((step, at) => `  ${at + 1}. ${stepText(step)}`)]
}

function stepText({ says, by, uses }: ProofStep): string {
  const from = uses.length === 0 ? '' : ` from ${listed(uses.map((use) => String(use + 1)))}`
  if ('said' in by) return by.said.length === 0 ? says : `${says}, said in ${listed(by.said)}`
  if ('claim' in by) return `${says}, ${uses.length === 0 ? 'said' : 'concluded'} by ${by.author} in ${by.claim}${from}`
  return `${says}${from}, by ${lawWords(by)}`
}

function sumLines({ window, best, other, margin, further, exact }: Sum): readonly string[] {
  const when = windowText(window)
  const doubt = exact
    ? []
    : ['the budget of steps ran out: a lighter way may have been missed, and what is not certain is unknown']
  const rest = other === null ? [] : ['against', ...wayLines(other)]
  const verdict =
    margin === null
      ? `no other way${further ? ' that was looked at' : ''} treats it otherwise`
      : margin === '0'
        ? 'both weigh the same: undecided'
        : `so the first is lighter by ${votesText(margin)}`
  return [...(when === '' ? [] : [when]), ...wayLines(best), ...rest, verdict, ...doubt]
}

function wayLines({ out, pays, cost }: WayOut): readonly string[] {
  const given = out.map(givenLine)
  const soft = pays === '0' ? [] : [`leaving soft rules broken: ${pays}`]
  const lines = [
    ...cut(
      given.map((line) => [line]),
      0,
    ).flat(),
    ...soft,
  ]
  if (lines.length === 0) return ['giving up nothing: 0']
  return lines.length === 1 ? lines : [...lines, `together ${cost}, that is ${votesText(cost)}`]
}

function givenLine({ says, weight, votes }: GivenUp): string {
  const sum = votes.length < 2 ? '' : ` = ${listed(votes.map(({ by, vote }) => `${vote} of ${by}`))}`
  const single = votes.length === 1 ? ` of ${votes[0]!.by}` : ''
  return `giving up ${says}: ${weight}${single}${sum}`
}

function settleLines({ window, flip }: Settlement): readonly string[] {
  if (flip === null) return []
  const when = windowText(window)
  const by = flip.weight === '0' ? 'any weight' : `more than ${votesText(flip.weight)}`
  const add = flip.add.length === 0 ? [] : [`${by} more for ${orListed(flip.add)} would turn it`]
  const less = flip.takeBack.length === 0 ? [] : [`${by} less for ${listed(flip.takeBack)} would turn it`]
  return [...(when === '' ? [] : [`${when}:`]), ...add, ...less]
}

const orListed = (parts: readonly string[]): string => listed(parts).replace(/ and (?=[^,]*$)/, ' or ')

function withdrawalLines({ says, claims }: Withdrawal): readonly string[] {
  const authors = [...new Set(claims.map(({ by }) => by))].sort()
  return [`${listed(authors)} could take back ${listed(claims.map(({ claim }) => claim))}, which ends ${says}`]
}

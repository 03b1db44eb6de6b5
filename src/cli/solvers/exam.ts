/** Exam: the story of the solvers from the first trace to equal certificates, told to whoever watches. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TracordError } from '../../base/error.ts'
import type { Side } from '../stage/network.ts'
import type { Watch } from '../stage/progress.ts'
import { solversIn } from './accuracy.ts'
import { callSolvers, tracesOf, type Solver, type SolverCrew } from './crew.ts'
import type { Findings, RefusedTrace } from './findings.ts'
import type { Belief } from './member.ts'
import type { Question } from './source.ts'

/** What one side made of the questions while it was cut off. */
export interface SideWhileCut {
  readonly side: Side
  readonly solvers: readonly string[]
  readonly digest: string
  /** Questions to which it accepts one answer. */
  readonly answered: number
  readonly beliefs: Readonly<Record<string, Belief>>
}

/** The solver that was struck, and what became of its sessions. */
export interface Struck {
  readonly solver: string
  /** Sessions that it left open. */
  readonly left: number
  /** Who finished them, and how many. */
  readonly by: Readonly<Record<string, number>>
  readonly finished: number
  /** Milliseconds from the blow until they were finished and every node alive held that; until it was missed is most of it. */
  readonly ms: number
}

/** Everything the exam found. */
export interface Exam {
  /** Author's key -> solver. */
  readonly names: Readonly<Record<string, string>>
  readonly processes: number
  /** Entries that were acknowledged to solvers. */
  readonly acknowledged: number
  readonly entriesHeldMin: number
  readonly sides: readonly SideWhileCut[]
  /** Milliseconds from the cable's return until every node held everything, and until all certificates were equal. */
  readonly heal: { readonly heldMs: number; readonly agreedMs: number; readonly messages: number }
  readonly struck: Struck
  readonly certificates: readonly string[]
  readonly beliefs: Readonly<Record<string, Belief>>
  readonly findings: Findings
  /** What the COHERENCE-CHECK kept from being published. */
  readonly refused: readonly RefusedTrace[]
}

/** Solvers that the demo has room for. */
const SOLVERS_MAX = 8
/** Of its traces each solver publishes one part in so many before the cable is pulled. */
const BEFORE_CUT = 3
/** Traces that the solver to be struck thinks about in the end, and how many of them it has concluded when the blow falls. */
const THOUGHT_ABOUT = 12
const CONCLUDED = 4

/** Sits once; every process and file it makes is gone afterwards, also when it fails. Rejects with `ABORTED` when `stop` fires. */
export async function sit(questions: readonly Question[], file: string, watch: Watch, stop: AbortSignal): Promise<Exam> {
  const names = solversIn(questions)
  if (names.length < 2 || names.length > SOLVERS_MAX)
    throw new TracordError('BAD_INPUT', `${file} has solutions of ${names.length} solvers: the demo is for 2 to ${SOLVERS_MAX}`)
  const dir = await mkdtemp(join(tmpdir(), 'tracord-solvers-'))
  let crew: SolverCrew | undefined
  try {
    watch.begin(`Starting two servers and ${names.length} nodes`)
    crew = await callSolvers(names, file, dir, stop)
    watch.end(`Started ${names.length + 2} processes: two servers with a cable between them, and a node for each solver`)
    const exam = await story(crew, watch)
    await crew.close()
    return exam
  } catch (error) {
    throw stop.aborted ? new TracordError('ABORTED', 'the exam was stopped before its end') : error
  } finally {
    crew?.kill()
    await rm(dir, { recursive: true, force: true })
  }
}

async function story(crew: SolverCrew, watch: Watch): Promise<Exam> {
  const names = Object.fromEntries(crew.members().map(({ author, name }) => [author, name]))
  const victim = crew.members().at(-1)
  if (victim === undefined) throw new Error('an exam without solvers')
  const written = await writeThroughCut(crew, victim, watch)
  const refused = (await Promise.all(crew.members().map(({ child }) => child.call('refused')))).flat()
  const sides = await lookWhileCut(crew, watch)
  const heal = await healed(crew, written, watch)
  const { acknowledged, ...struck } = await strike(crew, victim, watch)
  watch.begin('Bringing it back')
  await crew.revive(victim)
  const states = await crew.agree(crew.members(), 'all certificates are equal')
  watch.end(`Started ${victim.name} again on what its folder kept: all certificates are equal`)
  const [first] = crew.members()
  if (first === undefined) throw new Error('an exam without solvers')
  watch.begin('Reading what they made of it')
  const beliefs = await first.child.call('beliefs')
  const findings = await first.child.call('findings')
  watch.end('Read what they made of it')
  return {
    names,
    processes: states.length + crew.hubs.length,
    acknowledged: written + acknowledged,
    entriesHeldMin: Math.min(...states.map(({ entries }) => entries)),
    ...{ refused, sides, heal, struck, beliefs, findings },
    certificates: states.map(({ digest }) => digest),
  }
}

/** Everybody publishes a part while connected; the cable is pulled in the middle of the rest. Entries acknowledged in all. */
async function writeThroughCut(crew: SolverCrew, victim: Solver, watch: Watch): Promise<number> {
  const all = sum(crew.members().map(tracesOf))
  const published = (): number => sum(crew.members().map(({ news }) => news().done))
  const goalOf = (solver: Solver): number => tracesOf(solver) - (solver === victim ? Math.min(THOUGHT_ABOUT, tracesOf(solver)) : 0)
  watch.begin('Publishing while connected')
  const unheed = crew.heed(() => watch.update(`Publishing: ${published()} of ${all} traces`))
  await Promise.all(crew.members().map((solver) => solver.child.call('publish', Math.ceil(goalOf(solver) / BEFORE_CUT))))
  const connected = published()
  watch.end(`Published ${connected} traces while all were connected`)
  watch.begin('Publishing the rest, and pulling the cable in the middle of it')
  const writing = Promise.all(crew.members().map((solver) => solver.child.call('publish', goalOf(solver))))
  await Promise.race([crew.waitUntil('publishing goes on', () => published() > connected), writing])
  const atCut = published()
  crew.cable.cut()
  const entries = sum(await writing)
  unheed()
  watch.end(`Pulled the cable when ${atCut} of ${all} traces were published; both sides went on`)
  return entries
}

async function lookWhileCut(crew: SolverCrew, watch: Watch): Promise<readonly SideWhileCut[]> {
  watch.begin('Asking either side what it believes')
  const sides = await Promise.all((['west', 'east'] as const).map((side) => lookAt(crew, side)))
  const [west, east] = sides.map(({ answered }) => answered)
  watch.end(`Cut in two, the west had one answer to ${west} questions, the east to ${east}`)
  return sides
}

async function lookAt(crew: SolverCrew, side: Side): Promise<SideWhileCut> {
  const solvers = crew.members().filter((solver) => solver.side === side)
  const [state] = await crew.agree(solvers, `the ${side} agrees with itself`)
  const beliefs = (await solvers[0]?.child.call('beliefs')) ?? {}
  const answered = Object.values(beliefs).filter(({ value }) => value !== null).length
  return { side, solvers: solvers.map(({ name }) => name), digest: state?.digest ?? '', answered, beliefs }
}

async function healed(crew: SolverCrew, entries: number, watch: Watch): Promise<Exam['heal']> {
  watch.begin('Putting the cable back')
  const sentBefore = await crew.messagesSent()
  const began = performance.now()
  crew.cable.heal()
  await crew.waitUntil('every node holds every entry', () => crew.members().every(({ news }) => news().entries >= entries))
  const heldMs = Math.round(performance.now() - began)
  await crew.agree(crew.members(), 'all certificates are equal')
  const agreedMs = Math.round(performance.now() - began)
  const messages = (await crew.messagesSent()) - sentBefore
  watch.end(`Put the cable back: every node held everything after ${heldMs} ms, and judged it alike`)
  return { heldMs, agreedMs, messages }
}

/** One solver is killed while it thinks about its last questions; those who miss it go on from the steps that it had told. */
async function strike(crew: SolverCrew, victim: Solver, watch: Watch): Promise<Struck & { readonly acknowledged: number }> {
  watch.begin(`${victim.name} thinks about its last questions`)
  const others = crew.members().filter((solver) => solver !== victim)
  const concluded = Math.min(CONCLUDED, tracesOf(victim) - victim.news().done)
  const left = await victim.child.call('think', concluded)
  await crew.waitUntil('its steps are with the others', () => others.every(({ news }) => news().open === left))
  watch.update(`Killing ${victim.name} amid its last questions; the others will miss it`)
  const began = performance.now()
  await crew.strike(victim)
  await crew.waitUntil('what was left is finished', () => others.every(({ news }) => news().open === 0))
  const ms = Math.round(performance.now() - began)
  const ends = (await others[0]?.child.call('finishedFor', victim.author)) ?? []
  const by = Object.fromEntries(others.map(({ name, author }) => [name, ends.filter((end) => end.by === author).length]))
  watch.end(`Killed ${victim.name} amid ${left} questions; the others finished ${ends.length} of them`)
  const acknowledged = concluded + new Set(ends.map(({ entry }) => entry)).size
  return { solver: victim.name, left, by, finished: ends.length, ms, acknowledged }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

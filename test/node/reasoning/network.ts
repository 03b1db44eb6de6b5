/** Network: real cores in virtual time with reasoning around them, and a stand-in for what brings questions from one to another. */
import type { Result } from '../../../src/base/result.ts'
import type { TracordError } from '../../../src/base/error.ts'
import type { AuthorKey } from '../../../src/identity/signature.ts'
import type { Core } from '../../../src/node/core/core.ts'
import type { MemoryDisk } from '../../../src/node/memory-journal.ts'
import type { MemberSeen, Mesh } from '../../../src/node/reasoning/mesh.ts'
import type { Module, Step, Work } from '../../../src/node/reasoning/module.ts'
import { createReasoning, type Reasoning, type ReasoningParts } from '../../../src/node/reasoning/reasoning.ts'
import { boot, connect, createVirtualClock, type Link, type VirtualClock } from '../world.ts'

export interface Member {
  readonly name: string
  readonly core: Core
  readonly reasoning: Reasoning
  readonly id: AuthorKey
}

export interface Network {
  readonly clock: VirtualClock
  readonly members: readonly Member[]
  member(name: string): Member
  /** Ends without a word: its wires close and it answers nothing more. */
  kill(name: string): void
  /** No wire and no question goes between the two any more; `mend` lets them again. */
  part(a: string, b: string): void
  mend(a: string, b: string): void
  /** Lets time pass, in small steps, with everything that waits for it done. */
  pass(ms: number): Promise<void>
  /** The outcome of `work`, with time passing until it comes. */
  until<T>(work: Promise<T>, withinMs?: number): Promise<T>
}

export interface NetworkOptions {
  /** By name. */
  readonly parts?: Readonly<Record<string, Omit<ReasoningParts, 'mesh' | 'clock'>>>
  /** Milliseconds of each way between two members. */
  readonly delayMs?: (from: string, to: string) => number
  readonly disks?: Readonly<Record<string, MemoryDisk>>
}

/** Members of these names, each connected with each. */
export async function networkOf(names: readonly string[], options: NetworkOptions = {}): Promise<Network> {
  const { parts = {}, delayMs = () => 2, disks = {} } = options
  const clock = createVirtualClock()
  const members: Member[] = []
  const dead = new Set<string>()
  const links = new Map<string, Link>()
  const pairOf = (a: string, b: string): string => [a, b].sort().join(' ')
  const isCut = (a: string, b: string): boolean => dead.has(a) || dead.has(b) || !links.has(pairOf(a, b))
  const byId = (id: AuthorKey): Member | undefined => members.find((one) => one.id === id)
  const meshOf = (name: string): Mesh => ({
    members: () =>
      members
        .filter((one) => one.name !== name)
        .map((one): MemberSeen => {
          const { domains, modules, meaning } = one.reasoning.profile()
          const isLive = !isCut(name, one.name)
          return { ...{ id: one.id, name: one.name, isLive, latencyMs: null, domains, modules, meaning }, load: one.reasoning.load() }
        }),
    ask(to, question, _deadlineMs, done) {
      const other = byId(to)
      const [controller, self] = [new AbortController(), members.find((one) => one.name === name)]
      const reply = (result: Result<string, TracordError>): void => {
        clock.after(delayMs(other?.name ?? '', name), () => (isCut(name, other?.name ?? '') ? undefined : done(result)))
      }
      clock.after(delayMs(name, other?.name ?? ''), () => {
        if (other !== undefined && self !== undefined && !isCut(name, other.name))
          other.reasoning.onAsk(self.id, question, reply, controller.signal)
      })
      return () => controller.abort('cancelled')
    },
  })
  for (const name of names) {
    const { core } = boot(clock, name, disks[name])
    members.push({ name, core, id: core.author, reasoning: createReasoning(core, { ...parts[name], clock, mesh: meshOf(name) }) })
  }
  const coreOf = (name: string): Core => members.find((one) => one.name === name)!.core
  const mend = (a: string, b: string): void => void links.set(pairOf(a, b), connect(clock, coreOf(a), coreOf(b)))
  const part = (a: string, b: string): void => {
    links.get(pairOf(a, b))?.cut()
    links.delete(pairOf(a, b))
  }
  names.forEach((a, at) => names.slice(at + 1).forEach((b) => mend(a, b)))
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed++) {
      clock.pass(1)
      await settled()
    }
  }
  await pass(50)
  return {
    ...{ clock, members, part, mend, pass },
    member: (name) => members.find((one) => one.name === name)!,
    kill(name) {
      for (const other of names) if (other !== name) part(name, other)
      dead.add(name)
      void members.find((one) => one.name === name)!.reasoning.stop()
    },
    async until(work, withinMs = 20_000) {
      let isDone = false
      const noted = work.finally(() => (isDone = true))
      noted.then(undefined, () => undefined)
      for (let passed = 0; passed < withinMs && !isDone; passed++) await pass(1)
      if (!isDone) throw new Error(`nothing after ${withinMs} simulated milliseconds`)
      return noted
    },
  }
}

/** Promises that wait for nothing but one another are done after this. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** A module that accepts every goal and gives these steps. */
export function moduleOf(name: string, run: (work: Work) => AsyncIterable<Step>, accepts = 900): Module {
  return { name, version: '1', accepts: () => accepts, run }
}

/** A module that concludes `value` after a step of its own. */
export function answering(name: string, value: string, frame = 'answer'): Module {
  return moduleOf(name, async function* () {
    yield { id: 'seen', text: `${name} looked` }
    yield { text: 'so', uses: ['seen'], concludes: { frame, slot: 'state', value } }
  })
}

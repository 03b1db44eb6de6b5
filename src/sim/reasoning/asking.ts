/** Asking: has the nodes reason toward the goals of the workload, and notes what became of each. */
import { TracordError } from '../../base/error.ts'
import { ASK_MS } from '../../node/reasoning/limits.ts'
import type { Answer, AskOptions } from '../../node/reasoning/answer.ts'
import type { Asked } from '../outcome.ts'
import type { Ask } from '../scenario.ts'
import type { World } from '../world.ts'

/** What became of the goals so far. */
export interface Asking {
  readonly asked: readonly Asked[]
  /** Asks a node; nothing happens while it is down. */
  ask(ask: Ask): void
  /** Each goal that was asked when its node ended is cut off. */
  cutOff(node: string): void
}

type Open = { -readonly [K in keyof Asked]: Asked[K] }

/** Nothing was asked yet. */
export function createAsking({ history, places, time, sometimes }: World): Asking {
  const asked: Open[] = []
  const end = (open: Open, outcome: string): void => {
    if (open.outcome !== null) return
    open.outcome = outcome
    open.endedAtMs = time.now()
    history.note({ kind: 'ask', node: open.node, text: `is done asking ${open.goal}: ${outcome}` })
  }
  const note = (open: Open, { route, trace }: Answer): void => {
    if (route.length > 1) sometimes.reach('goal answered by another')
    if (trace === null) sometimes.reach('goal answered by what stands')
    end(open, 'answered')
  }
  const refuse = (open: Open, error: unknown): void => {
    sometimes.reach('goal refused')
    end(open, error instanceof TracordError ? error.code : `threw ${String(error)}`)
  }
  return {
    asked,
    cutOff(node) {
      for (const open of asked) if (open.node === node) end(open, 'cut off')
    },
    ask(ask) {
      const { node, goal, wants, timeoutMs = ASK_MS } = ask
      const actor = places.get(node)?.actor
      actor?.within(() => {
        const open: Open = { node, goal, atMs: time.now(), timeoutMs, endedAtMs: null, outcome: null }
        asked.push(open)
        history.note({ kind: 'ask', node, text: `asks ${goal}` })
        const answer = actor.reasoning()?.ask({ goal, wants }, optionsOf(ask))
        void answer?.then((found) => note(open, found)).catch((error: unknown) => refuse(open, error))
      })
    },
  }
}

function optionsOf({ model, merge, anew, timeoutMs }: Ask): AskOptions {
  return {
    ...(model === undefined ? {} : { model }),
    ...(merge === undefined ? {} : { merge }),
    ...(anew === undefined ? {} : { anew }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

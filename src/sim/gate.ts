/** Gate: what a node does passes through it, one thing after the other: it can be shut (the node stands still) or narrow (it is slow). */
import type { Time } from './time.ts'

/** The gate of one node. */
export interface Gate {
  /** Runs `run` now, or in its turn. */
  pass(run: () => void): void
  /** Shuts it once more (+1) or once less (-1). */
  addShut(count: 1 | -1): void
  /** Each passing takes so many ms more, or less. */
  addStepMs(byMs: number): void
  /** Whatever waits never happens: the node ended. */
  clear(): void
}

/** A gate that stands open. */
export function createGate(time: Time): Gate {
  let waiting: (() => void)[] = []
  let shut = 0
  let stepMs = 0
  let isPlanned = false
  const plan = (): void => {
    if (isPlanned || shut > 0 || waiting.length === 0) return
    isPlanned = true
    time.after(stepMs, () => {
      isPlanned = false
      if (shut > 0) return
      waiting.shift()?.()
      plan()
    })
  }
  return {
    pass(run) {
      if (shut === 0 && stepMs === 0 && waiting.length === 0) return run()
      waiting.push(run)
      plan()
    },
    addShut(count) {
      shut += count
      plan()
    },
    addStepMs(byMs) {
      stepMs += byMs
    },
    clear() {
      waiting = []
    },
  }
}

/** Goals: what the nodes of a drawn scenario are asked, and who can answer. */
import type { Random } from '../../base/random.ts'
import { MODELS } from '../../routing/models.ts'
import { WORK_OUT } from '../reasoning/thinker.ts'
import type { Ask, Thinking, Topology, Workload } from '../scenario.ts'
import type { FaultEvent } from '../faults.ts'

/** Mean time between two goals of the whole network. */
const GOAL_MS = 1_200
/** Goals spoken of at a time: few, so that several nodes reason toward one. */
const GOALS = 6
const STEPS_MAX = 5
const STEP_MS_MAX = 500
const ENDS: readonly Thinking['ends'][] = ['agrees', 'agrees', 'agrees', 'differs', 'throws', 'hangs', 'errs']

/** Goals that are asked over the storm, and modules that two nodes at least have. */
export function drawGoals(random: Random, { nodes }: Topology, stormMs: number): Pick<Workload, 'goals' | 'modules'> {
  const modules = Array.from({ length: 1 + random.below(3) }, (_, at): Thinking => {
    const ends = at === 0 ? 'agrees' : (ENDS[random.below(ENDS.length)] ?? 'agrees')
    const holders = nodes.filter(() => random.below(2) === 0)
    const sure = [0, 1].map((step) => nodes[(at + step) % nodes.length] ?? '')
    const suits = 300 + random.below(600)
    return {
      ...{ name: `thinker-${at + 1}`, nodes: nodes.filter((node) => holders.includes(node) || sure.includes(node)), suits },
      ...{ steps: 1 + random.below(STEPS_MAX), stepMs: random.below(STEP_MS_MAX), ends },
    }
  })
  const goals: Ask[] = []
  for (let atMs = random.below(GOAL_MS); atMs < stormMs; atMs += 1 + random.below(2 * GOAL_MS)) goals.push(drawGoal(random, nodes, atMs))
  return { goals, modules }
}

function drawGoal(random: Random, nodes: readonly string[], atMs: number): Ask {
  const number = random.below(GOALS)
  const node = nodes[random.below(nodes.length)] ?? ''
  const model = MODELS[random.below(MODELS.length)] ?? 'nearest'
  const [isNear, isAnew, isMerged, isHasty] = [8, 2, 2, 6].map((every) => random.below(every) === 0)
  const goal = isNear === true ? `what is thing-${number} like` : `${WORK_OUT} ${number}`
  return {
    ...{ atMs, node, goal, model, wants: { frame: `goal-${number}`, slot: isNear === true ? 'near' : 'state' } },
    ...(isAnew === true ? { anew: true } : {}),
    ...(isMerged === true && model === 'swarm' ? { merge: true } : {}),
    ...(isHasty === true ? { timeoutMs: 400 } : {}),
  }
}

/** Nodes that are taken down for maintenance, now and then. */
export function drawDrains(random: Random, { nodes }: Topology, stormMs: number): readonly FaultEvent[] {
  if (random.below(2) === 0) return []
  const node = nodes[random.below(nodes.length)] ?? ''
  return [{ type: 'drain', atMs: random.below(stormMs), downMs: 500 + random.below(3_000), node }]
}

/**
 * Models: the four ways of reasoning together (E1 to E4), each a pure function from a goal and the members seen to whom to ask, best first.
 * The asking node is a member like the others; no dead one is ever named, and none twice.
 */
import type { AuthorKey } from '../identity/signature.ts'
import { nearness } from './embedder.ts'
import { PROMPT_MS, SWARM_MAX } from './limits.ts'
import { canAnswer, type Peer, type RoutedGoal } from './peer.ts'
import { rendezvous } from './rendezvous.ts'

/** How members reason together. */
export type Model = 'master' | 'division' | 'swarm' | 'nearest'

/** The models by name. */
export const MODELS: readonly Model[] = ['master', 'division', 'swarm', 'nearest']

/** Whom to ask, best first. */
export type Candidates = (goal: RoutedGoal, peers: readonly Peer[], self: Peer) => readonly AuthorKey[]

/** What of a model can be chosen. */
export interface ModelChoice {
  /** The centre of `master`; absent, or dead: the live member that is first by its rank. */
  readonly centre?: AuthorKey
}

/** The function of a model. */
export function candidatesOf(model: Model, { centre }: ModelChoice = {}): Candidates {
  if (model === 'master') return masterBy(centre)
  return { division, swarm, nearest }[model]
}

/** Who speaks first in `name`, among members that all who see them alike agree upon. */
const rank = (name: string, peers: readonly Peer[]): readonly AuthorKey[] =>
  rendezvous(
    name,
    peers.map(({ id }) => id),
  )

/** The centre aggregates, whatever the goal; when it dies the next by rank is the centre. */
function masterBy(centre: AuthorKey | undefined): Candidates {
  return (_goal, peers, self) => {
    const live = everybody(peers, self).filter(({ isLive, modules }) => isLive && (modules === null || modules.length > 0))
    const ranked = rank('centre', live)
    return centre !== undefined && ranked.includes(centre) ? [centre, ...ranked.filter((id) => id !== centre)] : ranked
  }
}

/** Those who hold the goal's domain and say so, before those who hold everything. */
const division: Candidates = (goal, peers, self) => {
  const able = everybody(peers, self).filter((peer) => canAnswer(peer, goal))
  const named = able.filter(({ domains }) => domains !== null)
  const all = able.filter(({ domains }) => domains === null)
  return [...rank(goal.domain, named), ...rank(goal.text, all)]
}

/** Nobody is special: up to {@link SWARM_MAX} of all that can, others for each goal. */
const swarm: Candidates = (goal, peers, self) => {
  const able = everybody(peers, self).filter((peer) => canAnswer(peer, goal))
  return rank(goal.text, able).slice(0, SWARM_MAX)
}

/** By meaning, less what load and distance take away; who is slower than people wait for comes after all who are not. */
const nearest: Candidates = (goal, peers, self) => {
  const able = everybody(peers, self).filter((peer) => canAnswer(peer, goal))
  const order = rank(goal.text, able)
  const scored = able.map((peer) => ({ peer, isSlow: (peer.latencyMs ?? 0) > PROMPT_MS, score: scoreOf(peer, goal) }))
  scored.sort(
    (a, b) =>
      Number(a.isSlow) - Number(b.isSlow) || b.score - a.score || order.indexOf(a.peer.id) - order.indexOf(b.peer.id),
  )
  return scored.map(({ peer }) => peer.id)
}

/** Half a full load, or half a second, weighs as much as a quarter of the whole way between meanings. */
function scoreOf({ meaning, load, latencyMs }: Peer, goal: RoutedGoal): number {
  return nearness(goal.meaning, meaning) - Math.floor(load / 2) - Math.floor(Math.min(latencyMs ?? 0, 1_000) / 2)
}

/** The asking node among the others, each once, in an order that says nothing. */
function everybody(peers: readonly Peer[], self: Peer): readonly Peer[] {
  const byId = new Map([...peers, self].map((peer) => [peer.id, peer]))
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

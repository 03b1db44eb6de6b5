/** Strike: lets a fault happen to the world, and end. */
import { unreachable } from '../base/assert.ts'
import type { JournalRow } from '../ports/journal.ts'
import type { CrashEvent, DrainEvent, FaultEvent, FlapEvent, LeaveEvent, PartitionEvent, RotEvent } from './faults.ts'
import type { Place, World } from './world.ts'

/** Plans all fault events of the world's scenario, and what its hostile members do. `onEnd` is told of each node that ends. */
export function planFaults(world: World, onEnd: (node: string) => void): void {
  const { scenario, time } = world
  for (const event of scenario.faults.events) {
    time.after(event.atMs, () => {
      if (event.type === 'crash' || event.type === 'leave') onEnd(event.node)
      strike(world, event, onEnd)
    })
  }
  for (const { node, everyMs } of scenario.faults.hostile) {
    const act = (): void => {
      const place = world.places.get(node)
      place?.actor.within((core) => place.hostile?.act(core))
      if (time.now() + everyMs < scenario.workload.stormMs) time.after(everyMs, act)
    }
    time.after(everyMs, act)
  }
}

function strike(world: World, event: FaultEvent, onEnd: (node: string) => void): void {
  world.history.note({ kind: 'fault', node: 'node' in event ? event.node : '', text: JSON.stringify(event) })
  if (event.type === 'partition') return partition(world, event)
  if (event.type === 'flap') return flap(world, event)
  if (event.type === 'cut') {
    const { network, time } = world
    network.addCut(event.from, event.to, 1)
    time.after(event.lastMs, () => network.addCut(event.from, event.to, -1))
    return
  }
  const place = world.places.get(event.node)
  if (place !== undefined) strikeNode(world, place, event, onEnd)
}

type NodeEvent = Exclude<FaultEvent, { type: 'partition' | 'flap' | 'cut' }>

function strikeNode(world: World, place: Place, event: NodeEvent, onEnd: (node: string) => void): void {
  const { time, sometimes } = world
  const { disk, dial, gate, actor } = place
  const lasting = (apply: (sign: 1 | -1) => void, lastMs: number): void => {
    apply(1)
    time.after(lastMs, () => apply(-1))
  }
  switch (event.type) {
    case 'crash':
      return crash(world, place, event)
    case 'diskFull':
      return lasting((sign) => disk.addFull(sign), event.lastMs)
    case 'diskSlow':
      return lasting((sign) => disk.addCommitMs(sign * event.commitMs), event.lastMs)
    case 'slow':
      return lasting((sign) => gate.addStepMs(sign * event.stepMs), event.lastMs)
    case 'pause':
      sometimes.reach('node stood still')
      return lasting((sign) => gate.addShut(sign), event.lastMs)
    case 'rot':
      return rot(world, place, event)
    case 'clockJump':
      if (event.byMs < 0) sometimes.reach('clock jumped back')
      return dial.jump(event.byMs)
    case 'clockDrift':
      return dial.drift(event.ppm)
    case 'drain':
      return drain(world, place, event, onEnd)
    case 'join':
      return actor.boot()
    case 'leave':
      return leave(world, event)
    default:
      unreachable(event)
  }
}

function crash(world: World, { actor }: Place, { downMs, isPowerLoss }: CrashEvent): void {
  if (!actor.crash(isPowerLoss)) return
  world.crashes += 1
  world.time.after(downMs, () => actor.boot())
}

/** It ends when everything is handed on; one that does not reason has nothing to hand on. */
function drain(world: World, { actor }: Place, { node, downMs }: DrainEvent, onEnd: (node: string) => void): void {
  const end = (): void => {
    world.sometimes.reach('node drained')
    onEnd(node)
    if (actor.crash(false)) world.time.after(downMs, () => actor.boot())
  }
  actor.within(() => {
    const drained = actor.reasoning()?.drain()
    if (drained === undefined) return end()
    // What it could not hand on others take over, as after a crash.
    drained.then(end, end)
  })
}

function leave({ places, sometimes }: World, { node }: LeaveEvent): void {
  sometimes.reach('member left for good')
  places.get(node)?.actor.leave()
}

/** Only what another disk has, of a node that will not leave: nobody can give back the only copy. */
function rot({ places, scenario, hostile }: World, { disk }: Place, { rows, node }: RotEvent): void {
  const leaves = new Set(scenario.faults.events.filter(({ type }) => type === 'leave').map((event) => ('node' in event ? event.node : '')))
  const others = [...places].filter(([name]) => name !== node && !leaves.has(name) && !hostile.has(name))
  const isSafe = (row: JournalRow): boolean => others.some(([, other]) => row.ids.every((id) => other.disk.has(id)))
  disk.rot(rows, isSafe)
}

function partition({ scenario, network, time, sometimes }: World, { groups, isSilent, lastMs }: PartitionEvent): void {
  const isApart = (a: string, b: string): boolean => !groups.some((group) => group.includes(a) && group.includes(b))
  const apart = scenario.topology.links.filter(([a, b]) => isApart(a, b))
  const apply = (count: 1 | -1): void => {
    for (const [a, b] of apart) {
      if (!isSilent) network.addClosed(a, b, count)
      else for (const [from, to] of [[a, b] as const, [b, a] as const]) network.addCut(from, to, count)
    }
  }
  apply(1)
  time.after(lastMs, () => {
    sometimes.reach('partition healed')
    apply(-1)
  })
}

function flap({ network, time }: World, { a, b, lastMs, periodMs }: FlapEvent): void {
  const half = Math.max(1, Math.floor(periodMs / 2))
  for (let atMs = 0; atMs < lastMs; atMs += 2 * half) {
    time.after(atMs, () => network.addClosed(a, b, 1))
    time.after(atMs + half, () => network.addClosed(a, b, -1))
  }
}

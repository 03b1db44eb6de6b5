/**
 * Dataflow: the nine laws of the world that `@tanstack/db-ivm` can express (it has no recursion, so not `partOf`), as a graph of its
 * operators. It weighs nothing, explains nothing and keeps no authors.
 */
import { D2, filter, join, map, output, reduce, type IStreamBuilder } from '@tanstack/db-ivm'
import type { Claim } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { percentilesOf, sampled } from './samples.ts'
import { FRESH, freshClaims, heldClaims, violationText } from './world.ts'

/** A claim as it enters: a frame and a value, both texts. */
export type Pair = [frame: string, value: string]
/** Claims as they flow. */
export type Stream = IStreamBuilder<Pair>

const BATCH = 1_000
/** The slots of its laws. */
export const SLOTS = ['type', 'state', 'room', 'mode', 'level', 'feeds', 'backup', 'made', 'retired', 'via'] as const

/** A slot that it hears of. */
export type Slot = (typeof SLOTS)[number]
const MODES: ReadonlySet<string> = new Set(['"auto"', '"manual"', '"off"'])
const CLOSED = '"closed"'

/** Values as the texts of {@link statementText}, so that all subjects write violations alike. */
export const textOf = (value: Value): string => (typeof value === 'object' && 'ref' in value ? value.ref : JSON.stringify(value))
const timeIn = (text: string): number => (JSON.parse(text) as { time: number }).time
const said = (slot: Slot, [frame, value]: Pair): string => `${frame}.${slot}=${value}`

/** How claims enter a graph, and how its laws get at those of a slot. */
export interface Connected {
  claimsOf(slot: Slot): Stream
  send(claim: Claim): void
}

const isHeard = ({ slot }: Claim): boolean => slot !== 'partOf'

/** The nine laws over the claims of each slot; `note` hears of every violation with how often it holds now more or less than before. */
function wire(claimsOf: (slot: Slot) => Stream, note: (violation: string, change: number) => void): void {
  const noted = output<string>((message) => {
    for (const [violation, change] of message.getInner()) note(violation, change)
  })
  for (const slot of ['state', 'room'] as const) {
    claimsOf(slot).pipe(
      reduce<string, string, string, Pair>((values) => {
        const held = values.filter(([, count]) => count > 0).map(([value]) => value)
        return held.length > 1 ? [[held.sort().join('\n'), 1] as [string, number]] : []
      }),
      map(([frame, values]) =>
        violationText(
          slot,
          values.split('\n').map((value) => said(slot, [frame, value])),
        ),
      ),
      noted,
    )
  }
  const alone = (slot: Slot, breaks: (pair: Pair) => boolean): void =>
    void claimsOf(slot).pipe(
      filter(breaks),
      map((pair) => violationText(slot, [said(slot, pair)])),
      noted,
    )
  alone('mode', ([, value]) => !MODES.has(value))
  alone('level', ([, value]) => Number(value) < 0 || Number(value) > 100)
  alone('backup', ([frame, value]) => frame === value)
  claimsOf('type').pipe(
    filter(([, value]) => value === '"Device"'),
    join<string, string, string, Pair>(claimsOf('type').pipe(filter(([, value]) => value === '"Place"'))),
    map(([frame, [one, other]]) => violationText('type', [one, other].map((value) => said('type', [frame, value ?? ''])))),
    noted,
  )
  claimsOf('feeds').pipe(
    map((pair): Pair => [pair.join('\n'), '']),
    join<string, string, string, Pair>(claimsOf('feeds').pipe(map(([frame, value]): Pair => [`${value}\n${frame}`, '']))),
    map(([key]) => key.split('\n') as Pair),
    map(([one, other]) => violationText('feeds', [said('feeds', [one, other]), said('feeds', [other, one])])),
    noted,
  )
  claimsOf('made').pipe(
    join<string, string, string, Pair>(claimsOf('retired')),
    filter(([, [from, until]]) => timeIn(from ?? '') > timeIn(until ?? '')),
    map(([frame, [from, until]]) => violationText('made', [said('made', [frame, from ?? '']), said('retired', [frame, until ?? ''])])),
    noted,
  )
  claimsOf('via').pipe(
    map(([frame, value]): Pair => [value, frame]),
    join<string, string, string, Pair>(claimsOf('state').pipe(filter(([, value]) => value === CLOSED))),
    map(([door, [route]]) => violationText('rule', [said('state', [door, CLOSED]), said('via', [route ?? '', door])])),
    noted,
  )
}

/** Holds a world and times each new claim that a law of the graph is about. */
export function runDataflow(params: Params, connect: (graph: D2) => Connected): Measured {
  const count = Number(params['claims'])
  const { claims, violations } = freshClaims(Number(params['fresh'] ?? FRESH), count)
  const [graph, counts] = [new D2(), new Map<string, number>()]
  const { claimsOf, send } = connect(graph)
  wire(claimsOf, (violation, change) => counts.set(violation, (counts.get(violation) ?? 0) + change))
  graph.finalize()
  let waiting = 0
  for (const { item } of heldClaims(count)) {
    if (item.k === 'claim' && isHeard(item)) send(item)
    if (++waiting % BATCH === 0) graph.run()
  }
  graph.run()
  const heard = claims.flatMap(({ item }) => (item.k === 'claim' && isHeard(item) ? [item] : []))
  const times = sampled(heard, (claim) => {
    send(claim)
    graph.run()
  })
  const found = [...counts].filter(([, held]) => held > 0).map(([violation]) => violation)
  const expressible = violations.filter((violation) => !violation.startsWith('partOf:'))
  verify(found.sort().join('\n') === expressible.join('\n'), 'every violation is found, and no other')
  return percentilesOf(times)
}

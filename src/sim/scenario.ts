/** Scenario: a whole simulated run as plain data. The same scenario is the same run, to the last message. */
import type { Value } from '../frames/value.ts'
import type { Role } from '../frames/realm-item.ts'
import type { Model } from '../routing/models.ts'
import type { Faults } from './faults.ts'

/** One claim that a node is told to make. */
export interface Say {
  readonly atMs: number
  readonly node: string
  readonly frame: string
  readonly slot: string
  readonly value: Value
  /** Present and true for a negative claim. */
  readonly not?: true
  /** Permille; absent: 1,000. */
  readonly confidence?: number
  /** What a {@link TakeBack} or another claim of this node calls it. */
  readonly name?: string
  /** Names of claims that this one rests on; those that were not acknowledged by then are left out. */
  readonly because?: readonly string[]
}

/** A node takes back what it claimed; nothing happens if that was not acknowledged. */
export interface TakeBack {
  readonly atMs: number
  readonly node: string
  readonly withdraw: string
}

/** One thing that a node is told to write. */
export type Write = Say | TakeBack

/** A goal that a node is asked. */
export interface Ask {
  readonly atMs: number
  readonly node: string
  /** In words; thinkers answer those that begin with `work out`, the built-in modules what they can. */
  readonly goal: string
  readonly wants: { readonly frame: string; readonly slot: string }
  /** Absent: `nearest`. */
  readonly model?: Model
  /** Reason though an answer is held. */
  readonly anew?: boolean
  /** `swarm`: wait for all that were asked. */
  readonly merge?: boolean
  /** How long the asker waits in all; absent: 10,000. */
  readonly timeoutMs?: number
}

/** A module that some nodes have: what it does is a function of its goal, its node and the time that passes there. */
export interface Thinking {
  readonly name: string
  readonly nodes: readonly string[]
  /** How well it suits its goals, permille; absent: 900. */
  readonly suits?: number
  /** Steps before its conclusion, and how long each takes. */
  readonly steps: number
  readonly stepMs: number
  /** All come to one conclusion; each node to its own; it throws; it never ends; its last step is false. */
  readonly ends: 'agrees' | 'differs' | 'throws' | 'hangs' | 'errs'
}

/** What somebody does about who belongs to a closed realm. What its rights do not allow has no effect. */
export type RealmAct =
  | { readonly act: 'invite'; readonly atMs: number; readonly node: string; readonly whom: string; readonly roles: readonly Role[] }
  /** Without `keep` nothing of the removed counts any more; with it, what the remover counts at that moment does. */
  | { readonly act: 'remove'; readonly atMs: number; readonly node: string; readonly whom: string; readonly keep: boolean }
  /** The founder signs that `whom` comes after it, and `whom` takes its place. */
  | { readonly act: 'succeed'; readonly atMs: number; readonly node: string; readonly whom: string }

/** A closed realm: only its founder belongs until it invites others; what the rest say waits, and does not count. */
export interface ClosedRealm {
  readonly founder: string
  readonly acts: readonly RealmAct[]
}

/** Who there is, and which pairs have a wire. */
export interface Topology {
  readonly nodes: readonly string[]
  readonly links: readonly (readonly [string, string])[]
  /** Stock automerge-repo peers, and the nodes whose documents they are connected with. */
  readonly stock?: readonly Stock[]
}

/** A stock peer: it follows every log, and carries it between the nodes it is near. */
export interface Stock {
  readonly name: string
  readonly near: readonly string[]
  /** What it does besides, as any program of somebody else's may; absent: nothing. Nothing new of what it changed comes by way of it. */
  readonly meddles?: readonly Meddling[]
}

/** A stock peer changes the document of a log by itself, or makes one of its own and offers it to all. */
export interface Meddling {
  readonly atMs: number
  readonly act: 'change' | 'share'
}

/** What the nodes judge by and what they are told to say. */
export interface Workload {
  /** Facets that hold whatever the frame's type, as in a founding history. */
  readonly slots: Readonly<Record<string, readonly unknown[]>>
  /** Rules as text. */
  readonly rules: readonly string[]
  /** Types, as in a founding history; absent: none. */
  readonly types?: readonly unknown[]
  /** Policy, as in a founding history; absent: its defaults. */
  readonly policy?: Readonly<Record<string, unknown>>
  readonly writes: readonly Write[]
  /** true: every node keeps its logs as documents, too. Nodes near a stock peer do so in any case. */
  readonly documents?: boolean
  /** Absent: an open realm, in which everybody's word counts. */
  readonly realm?: ClosedRealm
  /** What the nodes are asked; with it every node reasons, also by the built-in modules. Absent: none does. */
  readonly goals?: readonly Ask[]
  /** Absent: none but the built-in ones. */
  readonly modules?: readonly Thinking[]
  /** How long the storm lasts; afterwards all faults are mended and the network may settle. */
  readonly stormMs: number
}

/** Everything that decides a run. */
export interface Scenario {
  readonly version: 1
  /** Decides every draw of the run: delays, losses, epochs, keys. Each consumer has a stream of its own. */
  readonly seed: string
  readonly topology: Topology
  readonly workload: Workload
  readonly faults: Faults
}

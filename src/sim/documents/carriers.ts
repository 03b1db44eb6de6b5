/** Carriers: what keeps the documents of a simulated network, and its stock peers; loaded by `play` where they are wanted. */
import type { Clock } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import type { Log, LogKey } from '../../frames/log.ts'
import type { Signatures } from '../../identity/signature.ts'
import type { Core } from '../../node/core/core.ts'
import type { WireFaults } from '../faults.ts'
import type { History } from '../history.ts'
import type { Scenario } from '../scenario.ts'
import type { Sometimes } from '../sometimes.ts'
import type { Time } from '../time.ts'

/** The documents of one life of a node. */
export interface KeptDocuments {
  /** As `CoreParts.onDurable`. */
  follow(log: Log, count: number): void
  /** What the document of each log holds, as far as it can be written within the time that passes. */
  export(logs: readonly LogKey[]): void
}

/** A life, as documents see it. */
export interface DocumentsPlace {
  readonly node: string
  readonly core: Core
  readonly clock: Clock
  readonly signatures: Signatures
  isOver(): boolean
}

/** The document of one log, as a node exports it. */
export interface DocumentSeen {
  readonly node: string
  readonly log: LogKey
  /** Sum of its bytes. */
  readonly sum: string
  /** Ids of its entries, sorted. */
  readonly entries: readonly Hash[]
}

/** A stock peer at the end. */
export interface StockSeen {
  readonly name: string
  /** Documents of logs that it changed by itself, and documents of its own that it offered. */
  readonly changed: number
  readonly shared: number
  /** How often a node refused what it brought, and how often only because their exchange had no end. */
  readonly refused: number
  readonly endless: number
}

/** Everything that carries documents in one world. */
export interface Carriers {
  /** Opens the documents of a life that has started. */
  open(place: DocumentsPlace): KeptDocuments
  /** The node ended: its connections with stock peers end, too. */
  close(node: string): void
  /** Stock peers look again for logs that they do not follow yet. */
  look(): void
  /** Connections that were cut are made anew, and none is cut any more. */
  mend(): void
  /** Stock peers that write nothing export the documents of these logs. */
  export(logs: readonly LogKey[]): void
  /** What was exported so far. */
  seen(): readonly DocumentSeen[]
  stock(): readonly StockSeen[]
  counts(): { readonly sent: number; readonly lost: number }
}

/** A world, as far as carriers look at it. */
export interface CarriersParts {
  readonly scenario: Scenario
  readonly time: Time
  readonly history: History
  readonly reach: Sometimes['reach']
  /** What wires are exposed to now. */
  wire(): WireFaults
  /** The cores of honest nodes that are up. */
  cores(): readonly Core[]
}

/** Makes the carriers of a world. */
export type MakeCarriers = (parts: CarriersParts) => Carriers

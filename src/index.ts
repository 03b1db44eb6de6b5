/** tracord: agents that work apart and still agree. The public surface: a node and what it speaks of. */
export { TracordError, type ErrorCode } from './base/error.ts'
export type { Hash } from './base/hash.ts'
export type { Facet, Law, Policy, TypeDef } from './frames/facet.ts'
export { foundClosed, foundingText, foundOpen, readFounding, realmOf, type Founding } from './frames/founding.ts'
export type { ItemId } from './frames/item.ts'
export type { Role } from './frames/realm-item.ts'
export type { Statement } from './frames/statement.ts'
export { showValue, type Value } from './frames/value.ts'
export type { AuthorKey } from './identity/signature.ts'
export { createNode } from './node/create.ts'
export type {
  AtOptions,
  Branch,
  Certificate,
  Claimed,
  ClaimOptions,
  ConflictView,
  FrameView,
  NodeEvent,
  NodeStatus,
  OldState,
  QueryChoice,
  SlotView,
  StateVector,
  TracordNode,
  ValueInput,
} from './node/node.ts'
export type { Alternative, Answer, AskOptions, Manner } from './node/reasoning/answer.ts'
export type { MemberSeen } from './node/reasoning/mesh.ts'
export type { Metrics } from './node/reasoning/metrics.ts'
export type { Budget, Checker, CheckInput, Goal, Module, StatementInput, Step, Work } from './node/reasoning/module.ts'
export type { PublishedReceipt, TraceInput } from './node/reasoning/trace-input.ts'
export type { Fingerprint, SessionSummary, TraceSummary, TraceView } from './node/reasoning/view.ts'
export type { JoinOptions } from './node/joining.ts'
export type { NodeOptions } from './node/options.ts'
export type { NodePruning, PrunableLog, PrunedLog, PruneOptions, PruneReport } from './node/pruning/pruning.ts'
export type { Undone } from './membership/undone.ts'
export type { InviteOptions, LawChange, NodeRealm, RealmMember, RemoveOptions, SuccessorWord } from './node/realm/realm.ts'
export type { SlotSugar, TypeOption } from './node/sugar.ts'
export { hashingEmbedder, type Embedder, type Meaning } from './routing/embedder.ts'
export type { Model } from './routing/models.ts'
export type { Explanation } from './semantics/explain/explanation.ts'
export type { Component, Conflict, Fork, Standing, Status } from './semantics/judgement.ts'
export type { QueryAnswer, QueryAnswers } from './semantics/query/answers.ts'

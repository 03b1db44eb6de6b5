/** Limits of websocket connections: every queue, message and pace has a bound, and each can be set. */

/** Bounds of one connection; both ends keep them. */
export interface ConnectionLimits {
  /** Bytes of one incoming message; a larger one ends its connection. */
  readonly messageBytesMax: number
  /** Bytes waiting to be sent beyond which messages that may be lost are dropped; at twice this the connection is cut. */
  readonly bufferedBytesHigh: number
  /** Milliseconds between pings; a connection that answers none until the next is cut. */
  readonly heartbeatMs: number
}

/** Bounds of a server, per connection unless said otherwise. */
export interface ServerLimits extends ConnectionLimits {
  /** Open connections of the whole server. */
  readonly connectionsMax: number
  /** Milliseconds for the first message. */
  readonly firstMessageMs: number
  /** Incoming bytes and messages a second; a faster peer is read more slowly, which costs it nothing but time. */
  readonly bytesPerSecond: number
  readonly messagesPerSecond: number
  /** Documents one stock peer may speak of; further ones are answered as unavailable. */
  readonly documentsMax: number
}

/** What an end of a connection keeps when nothing else is said. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  messageBytesMax: 1_048_576,
  bufferedBytesHigh: 8_388_608,
  heartbeatMs: 15_000,
}

/** What a server keeps when nothing else is said. */
export const SERVER_LIMITS: ServerLimits = {
  ...CONNECTION_LIMITS,
  connectionsMax: 10_000,
  firstMessageMs: 15_000,
  bytesPerSecond: 67_108_864,
  messagesPerSecond: 20_000,
  documentsMax: 2_000,
}

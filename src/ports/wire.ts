/** Wire: a way for bytes to travel between two nodes; whole messages, in any order, possibly lost or doubled. */

/** One open connection to one other node. */
export interface Wire {
  /** For logs and screens only, like `ws://10.0.0.7:4040`; proves nothing. */
  readonly label: string
  /** true: the other end opened it and speaks first, so it is waited for a moment; absent: nobody knows, and both speak at once. */
  readonly isAccepted?: boolean
  /** Sends one message, or drops it when the wire is closed. Never throws. */
  send(bytes: Uint8Array): void
  /** Bytes accepted by `send` and not yet handed to the operating system. */
  buffered(): number
  /** Closes the connection; `onClose` of the handlers follows. */
  close(reason: string): void
}

/** What the node does with a wire that opened. Neither function throws. */
export interface WireHandlers {
  onMessage(bytes: Uint8Array): void
  onClose(): void
}

/** Opens wires: a client that keeps connecting, or a server that accepts. */
export interface WireSource {
  /** From now on each wire that opens is handed to `accept`, which returns what to do with it. */
  start(accept: (wire: Wire) => WireHandlers): void
  /** Closes all its wires and opens no more. */
  stop(): Promise<void>
}

/** A failure that a person can act on: the message is one sentence and no stack is shown with it. */
export class StackError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'StackError'
  }
}

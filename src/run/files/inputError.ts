/** An input that cannot be used: the fault of a config, a file or an option, not of a run. */
export class InputError extends Error {
  override readonly name = 'InputError';

  /**
   * @param message one line for people: what, where, and what would be valid
   * @param key the config key that causes the problem, where one does
   */
  constructor(
    message: string,
    readonly key?: readonly (string | number)[],
  ) {
    super(message);
  }
}

/** A setting that is missing or wrong: its message is for the operator, without a stack. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

import { CommandError, type Group } from './command.ts';

export const audit: Group = {
  ways: {},
  async run() {
    throw new CommandError('There is no audit command yet.');
  },
};

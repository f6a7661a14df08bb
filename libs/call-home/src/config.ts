import type { Environment } from './domain/options';

/** The process's environment, read anew: the operator may have changed it. */
export const processEnvironment = (): Environment => process.env;

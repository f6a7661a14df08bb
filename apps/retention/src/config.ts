import type { Environment } from '@hearth/service';

/** The environment of this process. */
export const environment = (): Environment => process.env;

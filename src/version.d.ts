/** The package's version, put in by the build. */
declare const UNROLL_VERSION: string;

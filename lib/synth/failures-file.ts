/** Names the file into which failures are written as JSON, for the command that runs a program. */
export const FAILURES_FILE = 'PARITY_FAILURES_FILE';

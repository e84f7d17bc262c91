/** The clinic's settings, one file to fetch. */
export { Escalation } from './Escalation';
export { General } from './General';
export { Lines } from './Lines';
export { Measures } from './Measures';
export { Protocols } from './Protocols';
export { Reachable } from './Reachable';
export { Words } from './Words';

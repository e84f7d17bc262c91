/** Parts of the patient page that are fetched when they are first opened, one file. */
export { Measures } from './measures/Measures';
export { ScoresOver } from './measures/ScoresOver';
export { PreSession } from './PreSession';
export { Pages } from './pages/Pages';
export { StartCourse } from './StartCourse';

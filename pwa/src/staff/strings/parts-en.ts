/** Words of the parts that are fetched when they are first opened. */
import measures from './en-measures';
import pages from './en-pages';
import protocols from './en-protocols';
import scores from './en-scores';

export default { ...measures, ...pages, ...protocols, ...scores };

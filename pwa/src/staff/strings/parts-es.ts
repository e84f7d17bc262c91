/** Words of the parts that are fetched when they are first opened. */
import measures from './es-measures';
import pages from './es-pages';
import protocols from './es-protocols';
import scores from './es-scores';

export default { ...measures, ...pages, ...protocols, ...scores };

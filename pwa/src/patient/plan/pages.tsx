import { useEffect } from 'preact/hooks';
import { go, match } from '../../ui/router';
import './plan.css';
import { Earlier } from './Earlier';
import { PlanScreen } from './PlanScreen';
import { StepEditor } from './StepEditor';
import { isStep } from './steps';

/** The safety plan: to read and call from, to edit step by step, and as it was before. */
export function PlanPages() {
  const editing = match('/plan/edit/:step');
  const beginning = match('/plan/begin/:step');
  const step = (editing ?? beginning)?.step ?? '';
  const known = match('/plan') !== null || match('/plan/earlier') !== null || isStep(step);
  useEffect(() => {
    if (!known) go('/plan', { replace: true });
  }, [known]);
  if (isStep(step)) return <StepEditor key={step} step={step} guided={beginning !== null} />;
  return match('/plan/earlier') ? <Earlier /> : <PlanScreen />;
}

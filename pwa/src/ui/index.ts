export { Button, type ButtonKind } from './Button';
export { Card } from './Card';
export { Dialog } from './Dialog';
export { Check, Choice, Field, Select, TextArea } from './Field';
export { Notice } from './Notice';
export { ProblemNotice, problemText } from './ProblemNotice';
export { Scale0to10 } from './Scale0to10';
export { Stepper } from './Stepper';
export { Tabs } from './Tabs';

import type en from './en-join';

/** Unirse con una invitación, y lo que se acepta. */
export default {
  'join.title': 'Su invitación',
  'join.ask_again': 'Si no funciona, pida un enlace nuevo a su clínica.',
  'join.step': '{clinic}, paso {n} de {of}',
  'join.who_title': 'Su cuenta',
  'join.consent_title': 'Antes de empezar',
  'join.share_title': 'Quién puede leer sus notas',
  'join.who_text': '{clinic} le invita a llevar un diario entre sesiones. El enlace es solo para usted.',
  'join.who_staff': '{clinic} le invita a formar parte de su equipo. El enlace es solo para usted.',
  'join.who_known': 'Ya tiene una cuenta aquí. Escriba su correo y su contraseña para añadir {clinic}.',
  'join.name': 'Su nombre',
  'join.password': 'Elija una contraseña',
  'join.password_known': 'Su contraseña',
  'join.password_hint': 'Al menos {n} caracteres. Unas cuantas palabras seguidas se recuerdan bien y cuesta adivinarlas.',
  'join.password_short': 'Use al menos {n} caracteres.',
  'join.share_later': 'En cada nota puede elegir otra cosa.',
  'join.email_taken': 'Ya hay una cuenta con este correo. Use la contraseña de esa cuenta, u otro correo.',
  'join.finish': 'Abrir mi diario',
  'consent.what': 'Usted anota cómo está: unos números al día, efectos secundarios y, si quiere, notas.',
  'consent.numbers': 'Su equipo ve sus números y efectos secundarios, y recibe un resumen antes de sus sesiones.',
  'consent.notes': 'Las notas son privadas mientras no diga otra cosa. Para cada una elige quién la lee.',
  'consent.not_live': 'Nadie vigila este diario en vivo. Si hay peligro, use Ayuda ahora o llame al número de emergencias.',
  'consent.not_device': 'Es un diario, no un tratamiento ni un consejo médico.',
  'consent.leave': 'Puede dejarlo cuando quiera y ver quién ha mirado su diario.',
  'consent.agree': 'Lo he leído y quiero llevar el diario así.',
} satisfies Record<keyof typeof en, unknown>;

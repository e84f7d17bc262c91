import type en from './en-help';

/** Ayuda ahora, la pantalla de crisis y lo que acompaña a la respuesta. */
export default {
  'guidance.questions': '¿Preguntas? Su clínica:',
  'help.now': 'Ayuda ahora',
  'help.title': 'Ayuda ahora',
  'help.text_top': 'Una persona preparada puede hablar con usted, gratis y en confianza. Puede terminar cuando quiera.',
  'help.call': 'Llamar a {name}',
  'help.call_number': 'Llamar al {number}',
  'help.text': 'Mensaje al {number}',
  'help.text_keyword': 'Mensaje {keyword} al {number}',
  'help.chat': 'Chat',
  'help.always': 'Día y noche, todos los días.',
  'help.speaks': 'Habla {languages}.',
  'help.people': 'Personas que eligió',
  'help.your_clinic': 'Su clínica',
  'help.call_clinic': 'Llamar a la clínica',
  'help.country': 'País',
  'help.no_country': 'Cualquier otro país',
  'help.not_watched': 'Esta aplicación no puede llamar por usted, y nadie la vigila en vivo.',
  'help.back_to_journal': 'Volver a mi diario',
  'help.sign_in_for_people': 'Entre en su cuenta para ver su plan de seguridad, a las personas que eligió y el número de su clínica.',
} satisfies Record<keyof typeof en, unknown>;
